import { nodeHash, treeRoot } from './merkle-tree'

interface RootWalk {
  add(leaf: Buffer): void
  size(): number
  root(): Buffer
}

/** The root after each leaf, of a log that is read once from its beginning: only the full trees so far are held. */
export function createRootWalk(): RootWalk {
  const full: { height: number; hash: Buffer }[] = []
  let size = 0
  return {
    add: (leaf) => {
      size += 1
      let tree = { height: 0, hash: leaf }
      while (full.at(-1)?.height === tree.height) {
        const left = full.pop()
        if (left) tree = { height: tree.height + 1, hash: nodeHash(left.hash, tree.hash) }
      }
      full.push(tree)
    },
    size: () => size,
    root: () =>
      full.reduceRight<Buffer | undefined>(
        (right, { hash }) => (right ? nodeHash(hash, right) : hash),
        undefined,
      ) ?? treeRoot([]),
  }
}
