/** One transaction of a binary log, as far as people must know it to decide on it. */
export interface LoggedTransaction {
  readonly gtid: string
  /** What it changed: `INSERT INTO askproai.orders`, one for each row, cut short. */
  readonly changes: readonly string[]
}

const GTID = /\bGTID (\d+-\d+-\d+)\b/
const CHANGE = /^### ((?:INSERT INTO|UPDATE|DELETE FROM) .*)$/
const VALUE = /^###\s+(@\d+=.*)$/
const MAX_CHANGES = 20

/** Reads what `mariadb-binlog --verbose` prints, its GTID and row lines alone. */
export function parseWrittenAfter(output: string): readonly LoggedTransaction[] {
  const transactions: { gtid: string; changes: string[] }[] = []
  for (const line of output.split('\n')) {
    const gtid = GTID.exec(line)?.[1]
    if (gtid && !line.startsWith('###')) transactions.push({ gtid, changes: [] })
    const changes = transactions.at(-1)?.changes
    const change = CHANGE.exec(line)?.[1]
    if (change && changes && changes.length < MAX_CHANGES) changes.push(change.replaceAll('`', ''))
    const value = VALUE.exec(line)?.[1]
    const last = changes?.length ?? 0
    if (value && changes && last > 0) changes[last - 1] = `${changes[last - 1]} ${value}`.slice(0, 200)
  }
  return transactions
}
