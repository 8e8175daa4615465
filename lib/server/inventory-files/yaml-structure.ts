import { type Document, isAlias, isMap, isNode, isScalar, visit, type YAMLMap } from 'yaml'

/** Resolving an alias passes the document once: what both may come to before a file counts as hostile. */
const MOST_STEPS = 20_000_000

export interface RepeatedKey {
  readonly code: 'DUPLICATE_KEY'
  readonly message: string
  readonly pos: readonly [start: number]
}

interface YamlStructure {
  readonly repeatedKeys: readonly RepeatedKey[]
  readonly hasTooManyAliases: boolean
}

/**
 * What the parser itself only finds in a time that grows with the square of the file. Passes the document once.
 */
export function examineStructure(document: Document): YamlStructure {
  const repeatedKeys: RepeatedKey[] = []
  let nodes = 0
  let aliases = 0
  visit(document, (_, node) => {
    nodes++
    if (isAlias(node)) aliases++
    if (isMap(node)) repeatedKeys.push(...repeatedKeysOf(node))
  })
  return { repeatedKeys, hasTooManyAliases: aliases * nodes > MOST_STEPS }
}

function repeatedKeysOf(map: YAMLMap): readonly RepeatedKey[] {
  const seen = new Set<unknown>()
  const repeated: RepeatedKey[] = []
  for (const { key } of map.items) {
    if (!isScalar(key)) continue
    if (seen.has(key.value))
      repeated.push({ code: 'DUPLICATE_KEY', message: 'Map keys must be unique', pos: [startOf(key)] })
    seen.add(key.value)
  }
  return repeated
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}
