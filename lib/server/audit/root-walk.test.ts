import { expect, test } from 'vitest'
import { leafHash, treeRoot } from './merkle-tree'
import { createRootWalk } from './root-walk'

test('the root while walking is that of the tree, after each leaf', () => {
  const leaves = Array.from({ length: 70 }, (_, index) => leafHash(Buffer.from(String(index))))
  const walk = createRootWalk()
  expect(walk.root()).toEqual(treeRoot([]))
  for (const [index, leaf] of leaves.entries()) {
    walk.add(leaf)
    expect(walk.root()).toEqual(treeRoot(leaves.slice(0, index + 1)))
  }
})
