import { createHash } from 'node:crypto'

/** The Merkle tree of RFC 6962 over leaf hashes, each 32 bytes. Nothing is stored: it follows from the leaves. */

export function leafHash(data: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(0)).update(data).digest()
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest()
}

/** The root of the tree; that of no leaves is the hash of nothing. */
export function treeRoot(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves
  if (first === undefined) return createHash('sha256').digest()
  if (leaves.length === 1) return Buffer.from(first)
  const split = largestPowerBelow(leaves.length)
  return nodeHash(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)))
}

/** What must be hashed with the leaf, from the bottom up, to come to the root. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Buffer[] {
  if (index < 0 || index >= leaves.length) throw new RangeError('no such leaf')
  if (leaves.length === 1) return []
  const split = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...inclusionProof(left, index), treeRoot(right)]
    : [...inclusionProof(right, index - split), treeRoot(left)]
}

interface Inclusion {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Whether the leaf stands at its index in the tree of that size and root. */
export function isIncluded({ index, size, leaf, proof, root }: Inclusion): boolean {
  if (index < 0 || index >= size) return false
  let [node, last] = [index, size - 1]
  let hash: Buffer = Buffer.from(leaf)
  for (const part of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(part, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      hash = nodeHash(hash, part)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && hash.equals(root)
}

/** What shows that the tree of the first `size` leaves is the beginning of the whole one. */
export function consistencyProof(leaves: readonly Uint8Array[], size: number): readonly Buffer[] {
  if (size < 1 || size > leaves.length) throw new RangeError('no such tree')
  return subProof(leaves, size, true)
}

function subProof(leaves: readonly Uint8Array[], size: number, isWhole: boolean): readonly Buffer[] {
  if (size === leaves.length) return isWhole ? [] : [treeRoot(leaves)]
  const split = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return size <= split
    ? [...subProof(left, size, isWhole), treeRoot(right)]
    : [...subProof(right, size - split, false), treeRoot(left)]
}

interface Tree {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether the older tree is the beginning of the newer one: nothing in it was changed, taken out or put in. */
export function isConsistent(older: Tree, newer: Tree, proof: readonly Uint8Array[]): boolean {
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && Buffer.from(older.root).equals(newer.root)
  const isPower = (older.size & (older.size - 1)) === 0
  const [first, ...rest] = isPower ? [older.root, ...proof] : proof
  if (first === undefined) return false
  let [node, last] = [older.size - 1, newer.size - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let oldHash: Buffer = Buffer.from(first)
  let newHash: Buffer = Buffer.from(first)
  for (const part of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(part, oldHash)
      newHash = nodeHash(part, newHash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      newHash = nodeHash(newHash, part)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && oldHash.equals(older.root) && newHash.equals(newer.root)
}

const half = (value: number) => Math.floor(value / 2)

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
