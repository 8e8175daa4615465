/** `key:value` lines, as INFO and CLUSTER INFO print them. */
export type RedisInfo = ReadonlyMap<string, string>

export function parseInfo(reply: unknown): RedisInfo {
  const info = new Map<string, string>()
  for (const line of String(reply).split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0 && !line.startsWith('#')) info.set(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return info
}

/** The number under the key; 0 when there is none. */
export function numberOf(info: RedisInfo, key: string): number {
  const value = Number(info.get(key) ?? 0)
  return Number.isFinite(value) ? value : 0
}
