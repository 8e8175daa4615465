import { failed, type ProbeFailure } from '../failure'

export interface UfwRule {
  readonly to: string
  readonly action: string
  readonly from: string
}

export interface UfwStatus {
  readonly outcome: 'read'
  readonly isActive: boolean
  readonly defaultIncoming: string
  /** IPv6 twins folded into one; comments left out. */
  readonly rules: readonly UfwRule[]
}

/** Reads what `ufw status verbose` prints. */
export function parseUfwStatus(output: string): UfwStatus | ProbeFailure {
  const status = /^Status: (active|inactive)\s*$/m.exec(output)?.[1]
  if (status === undefined) return failed('answer', 'EMALFORMED', 0, 'answers other than `ufw status` does')
  const defaultIncoming = /^Default: (\w+) \(incoming\)/m.exec(output)?.[1] ?? 'none'
  const heading = /^--\s+------\s+----\s*$/m.exec(output)
  const table = heading ? output.slice(heading.index + heading[0].length) : ''
  const rules = new Map<string, UfwRule>()
  for (const line of table.split('\n')) {
    const rule = parseRule(line)
    if (rule) rules.set(JSON.stringify(rule), rule)
  }
  return { outcome: 'read', isActive: status === 'active', defaultIncoming, rules: [...rules.values()] }
}

function parseRule(line: string): UfwRule | undefined {
  const columns = line
    .replace(/\s+#.*$/, '')
    .trim()
    .split(/\s{2,}/)
  const [to, action, from] = columns
  if (to === undefined || action === undefined || from === undefined) return undefined
  return { to: withoutFamily(to), action, from: withoutFamily(from) }
}

function withoutFamily(column: string): string {
  return column.replace(/\s*\(v6\)$/, '')
}
