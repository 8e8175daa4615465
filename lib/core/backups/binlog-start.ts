/** `fe 62 69 6e`, with which each binary log begins. */
const MAGIC = 0x6e_69_62_fe
const HEADER_BYTES = 19
const GTID = 162
const GTID_LIST = 163
/** More than a version, a list and a checkpoint take. */
export const BINLOG_HEAD_BYTES = 8_192
/** The upper four bits of the count are flags. */
const COUNT_MASK = 0x0f_ff_ff_ff

/**
 * The position before the first transaction of a MariaDB binary log, from its first bytes: empty when it begins with
 * the very first, null when they do not say, as in an encrypted one. The list at its head is empty too when the logs
 * were reset, so the first transaction itself is looked at as well.
 */
export function binlogStart(head: Uint8Array): string | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (view.byteLength < 4 || view.getUint32(0, true) !== MAGIC) return null
  let list: Position | null = null
  for (let at = 4; at + HEADER_BYTES <= view.byteLength; ) {
    const size = view.getUint32(at + 9, true)
    if (size < HEADER_BYTES || at + size > view.byteLength) break
    const event = { type: view.getUint8(at + 4), from: at + HEADER_BYTES, end: at + size }
    if (event.type === GTID_LIST) list = gtidList(view, event.from, event.end)
    if (event.type === GTID) return written(beforeFirst(view, at, list ?? new Map()))
    at += size
  }
  return list && written(list)
}

/** The last transaction of each domain. */
type Position = Map<number, { readonly server: number; readonly sequence: bigint }>

function beforeFirst(view: DataView, at: number, position: Position): Position {
  const from = at + HEADER_BYTES
  const [sequence, domain] = [view.getBigUint64(from, true) - 1n, view.getUint32(from + 8, true)]
  if (sequence > 0n && !position.has(domain)) {
    position.set(domain, { server: view.getUint32(at + 5, true), sequence })
  }
  return position
}

/** Each entry is a domain, a server and a sequence; of a domain the highest sequence is its position. */
function gtidList(view: DataView, from: number, end: number): Position | null {
  const count = view.getUint32(from, true) & COUNT_MASK
  if (from + 4 + count * 16 > end) return null
  const last: Position = new Map()
  for (let at = from + 4; at < from + 4 + count * 16; at += 16) {
    const domain = view.getUint32(at, true)
    const entry = { server: view.getUint32(at + 4, true), sequence: view.getBigUint64(at + 8, true) }
    if ((last.get(domain)?.sequence ?? -1n) < entry.sequence) last.set(domain, entry)
  }
  return last
}

function written(position: Position): string {
  return [...position]
    .toSorted(([left], [right]) => left - right)
    .map(([domain, { server, sequence }]) => `${domain}-${server}-${sequence}`)
    .join(',')
}
