/** Sequence number of domain 0 in a GTID position such as `0-10-42`; 0 when there is none. */
export function gtidSequence(position: string): number {
  const own = position.split(',').find((gtid) => gtid.trim().startsWith('0-'))
  return Number(own?.split('-')[2] ?? 0)
}
