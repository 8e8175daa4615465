import type { NotShownPorts } from '@/lib/core/imports/import-reading'
import { type PortState, portStates } from '@/lib/core/observed/fact'
import type { XmlElement } from '../xml/read-xml'

export type Range = readonly [first: number, last: number]

/** nmap's words for the state of a port; those left out say neither open nor closed. */
export function portStateOf(word: string | undefined): PortState | undefined {
  return word === 'open|filtered' ? 'open-or-filtered' : portStates.find((state) => state === word)
}

/** `1-21,23` as ranges; undefined for anything else. */
export function parseRanges(text: string): readonly Range[] | undefined {
  if (text === '') return []
  const ranges = text.split(',').map((part): Range => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    return match ? [Number(match[1]), Number(match[2] ?? match[1])] : [1, 0]
  })
  const isGood = ([first, last]: Range) => first <= last && last <= 65_535
  return ranges.every(isGood) ? ranges : undefined
}

/** The ports that an `extraports` element counts, where it or the scan says which they are. */
export function notShownPorts(
  extraports: XmlElement,
  address: string,
  reasons: readonly XmlElement[],
): readonly NotShownPorts[] {
  const state = portStateOf(extraports.attributes.state)
  if (state === undefined) return []
  return reasons.flatMap(({ attributes }): readonly NotShownPorts[] => {
    const ranges = parseRanges(attributes.ports ?? '')
    const transport = attributes.proto
    if (ranges === undefined || ranges.length === 0) return []
    if (transport !== 'tcp' && transport !== 'udp') return []
    return [{ address, transport, state, reason: attributes.reason ?? null, ranges }]
  })
}
