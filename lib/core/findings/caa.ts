import type { ZoneRecord } from './dns-words'
import { plainName, recordsNamed } from './dns-words'
import type { FindingInput } from './rule-definition'

export interface CaaRecord {
  readonly flags: number
  readonly tag: string
  readonly value: string
  /** The authority that `issue` and `issuewild` name, without parameters; empty for none at all. */
  readonly issuer: string
  readonly parameters: readonly string[]
}

/** `0 issue "letsencrypt.org; validationmethods=dns-01"`; undefined where it is no CAA data (RFC 8659 s.4.1.1). */
export function parseCaa(data: string): CaaRecord | undefined {
  const match = /^\s*(\d{1,3})\s+([A-Za-z0-9]+)\s+"?([^"]*)"?\s*$/.exec(data)
  if (match === null) return undefined
  const [, flags = '0', tag = '', value = ''] = match
  const [issuer = '', ...parameters] = value.split(';').map((part) => part.trim())
  return {
    flags: Number(flags),
    tag: tag.toLowerCase(),
    value,
    issuer: plainName(issuer),
    parameters: parameters.filter(Boolean),
  }
}

export const caaTags = [
  'issue',
  'issuewild',
  'iodef',
  'issuemail',
  'issuevmc',
  'contactemail',
  'contactphone',
]

/** The declared CAA records that hold for a name: its own, or those of the nearest ancestor inside the zone (RFC 8659 s.3). */
export function caaFor(input: FindingInput, name: string): readonly ZoneRecord[] {
  const zone = input.inventory.dns?.zone
  if (zone === undefined) return []
  for (
    let at = name.replace(/^\*\./, '');
    at === zone || at.endsWith(`.${zone}`);
    at = at.slice(at.indexOf('.') + 1)
  ) {
    const records = recordsNamed(input, at).filter((each) => each.type === 'CAA')
    if (records.length > 0) return records
  }
  return []
}

/** Who may issue for a name by these records; undefined where nothing restricts it. */
export function allowedIssuers(data: readonly string[], isWildcard: boolean): readonly string[] | undefined {
  const records = data.flatMap((each) => parseCaa(each) ?? [])
  const wild = records.filter((each) => each.tag === 'issuewild')
  const used = isWildcard && wild.length > 0 ? wild : records.filter((each) => each.tag === 'issue')
  return used.length === 0 ? undefined : used.map((each) => each.issuer).filter((issuer) => issuer !== '')
}
