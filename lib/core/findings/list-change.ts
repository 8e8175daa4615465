/** How a list came from an older one of the same length: elements at these places were replaced by others. */
interface ListChange {
  readonly before: readonly unknown[]
  readonly places: readonly number[]
}

const changes = new WeakMap<readonly unknown[], ListChange>()

/** Only the last step is remembered, so that no list keeps all its ancestors alive. */
export function rememberChange(after: readonly unknown[], change: ListChange): void {
  changes.delete(change.before)
  changes.set(after, change)
}

/** Undefined where nobody knows, or where elements came, went or moved. */
export function changeOf(list: readonly unknown[]): ListChange | undefined {
  return changes.get(list)
}
