import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyProof, inclusionProof, isConsistent, isIncluded, leafHash, treeRoot } from './merkle-tree'

/** The leaves and roots of the reference implementation of RFC 6962. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const reference = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')))

test.each(roots.map((root, size) => [size, root] as const))(
  'the tree of %i leaves has the root of RFC 6962',
  (size, root) => {
    expect(treeRoot(reference.slice(0, size)).toString('hex')).toBe(root)
  },
)

const leavesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)))
const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 7 ? byte ^ 1 : byte)))

test('every leaf of every tree is proved, and nothing else is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, pick) => {
      const leaves = leavesOf(size)
      const index = pick % size
      const [root, proof] = [treeRoot(leaves), inclusionProof(leaves, index)]
      const leaf = leaves[index] ?? Buffer.alloc(32)
      expect(isIncluded({ index, size, leaf, proof, root })).toBe(true)
      expect(isIncluded({ index, size, leaf: flip(leaf), proof, root })).toBe(false)
      expect(isIncluded({ index, size, leaf, proof, root: flip(root) })).toBe(false)
      expect(isIncluded({ index: index + 1, size, leaf, proof, root })).toBe(false)
      expect(isIncluded({ index, size, leaf, proof: [...proof, root], root })).toBe(false)
      const bent = proof.map((part, at) => (at === 0 ? flip(part) : part))
      if (proof.length > 0) expect(isIncluded({ index, size, leaf, proof: bent, root })).toBe(false)
    }),
  )
})

test('every beginning of a tree is proved to be one, and a changed past is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, pick) => {
      const leaves = leavesOf(size)
      const older = (pick % size) + 1
      const [before, after] = [treeRoot(leaves.slice(0, older)), treeRoot(leaves)]
      const proof = consistencyProof(leaves, older)
      expect(isConsistent({ size: older, root: before }, { size, root: after }, proof)).toBe(true)
      expect(isConsistent({ size: older, root: flip(before) }, { size, root: after }, proof)).toBe(false)
      const changed = leaves.map((leaf, index) => (index === 0 ? flip(leaf) : leaf))
      const forged = { size, root: treeRoot(changed) }
      expect(isConsistent({ size: older, root: before }, forged, consistencyProof(changed, older))).toBe(
        false,
      )
    }),
  )
})
