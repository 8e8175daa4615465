import type { ZoneRecord } from './zone-record'

interface KeyFault {
  readonly record: ZoneRecord
  readonly reason: string
  readonly remedy: string
}

/** The records that ask the parent to remove its DS (RFC 8078, section 4). */
const removals: Readonly<Record<string, string>> = { CDS: '0 0 0 00', CDNSKEY: '0 3 0 AA==' }

/**
 * What the zone asks its parent to take over as DS must be of algorithms that the zone has keys of, or ask for all to
 * be removed and nothing else (RFC 7344, section 4.1). Servers compare the algorithm alone: a digest can be of a key
 * that is yet to come.
 */
export function announcedKeyFaults(top: readonly ZoneRecord[]): readonly KeyFault[] {
  const algorithms = new Set(top.filter(({ type }) => type === 'DNSKEY').map((key) => fieldOf(key, 2)))
  return [
    ...faultsOf(top, 'CDS', (record) => algorithms.has(fieldOf(record, 1))),
    ...faultsOf(top, 'CDNSKEY', (record) => algorithms.has(fieldOf(record, 2))),
  ]
}

function faultsOf(
  top: readonly ZoneRecord[],
  type: string,
  hasKey: (record: ZoneRecord) => boolean,
): readonly KeyFault[] {
  const records = top.filter((record) => record.type === type)
  const [removal] = records.filter(({ data }) => data === removals[type])
  if (removal !== undefined) {
    if (records.length === 1) return []
    const reason = `a ${type} record that asks for all DS to be removed stands beside others`
    return [{ record: removal, reason, remedy: 'Keep it alone, or remove it.' }]
  }
  return records
    .filter((record) => !hasKey(record))
    .map((record) => ({
      record,
      reason: `no DNSKEY record of the zone has the algorithm of this ${type} record`,
      remedy: 'Add the key to the zone before the parent is asked to trust it.',
    }))
}

function fieldOf({ data }: ZoneRecord, at: number): string | undefined {
  return data.split(' ')[at]
}
