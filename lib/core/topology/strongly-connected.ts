/**
 * Numbers the strongly connected components of a graph: nodes that reach each other share a number, and a
 * node never has a lower number than a node of another component that it points to. Linear, no recursion.
 */
export function stronglyConnected(pointsTo: readonly (readonly number[])[]): readonly number[] {
  const count = pointsTo.length
  const order = new Array<number>(count).fill(-1)
  const low = new Array<number>(count).fill(0)
  const component = new Array<number>(count).fill(-1)
  const nextChild = new Array<number>(count).fill(0)
  const open: number[] = []
  const path: number[] = []
  let visited = 0
  let components = 0
  const at = (list: readonly number[], index: number): number => list[index] ?? 0

  const enter = (node: number): void => {
    order[node] = visited
    low[node] = visited
    visited += 1
    open.push(node)
    path.push(node)
  }

  const leave = (node: number): void => {
    path.pop()
    const parent = path.at(-1)
    if (parent !== undefined) low[parent] = Math.min(at(low, parent), at(low, node))
    if (low[node] !== order[node]) return
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      component[member] = components
      if (member === node) break
    }
    components += 1
  }

  for (let start = 0; start < count; start += 1) {
    if (order[start] !== -1) continue
    enter(start)
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const child = pointsTo[node]?.[at(nextChild, node)]
      if (child === undefined) {
        leave(node)
        continue
      }
      nextChild[node] = at(nextChild, node) + 1
      if (order[child] === -1) enter(child)
      else if (component[child] === -1) low[node] = Math.min(at(low, node), at(order, child))
    }
  }
  return component
}
