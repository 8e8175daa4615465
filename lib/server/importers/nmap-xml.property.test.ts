import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import { nmapXmlImporter } from './nmap-xml.importer'

/** A fixed budget: the same scans each time. A failure prints the scan that it was shrunk to. */
const SEED = 20_260_503
const RUNS = 500

const some = fc.constantFrom
const address = some(
  '<address addr="192.0.2.1" addrtype="ipv4"/>',
  '<address addr="2001:db8::1" addrtype="ipv6"/>',
  '<address addr="00:11:22:33:44:55" addrtype="mac" vendor="X &amp; Y"/>',
)
const script = '<script id="x" output="a&#xa;b"><table key="t"><elem>1</elem></table></script>'
const port = fc
  .record({
    protocol: some('tcp', 'udp', 'sctp'),
    number: some('22', '443', '65535', '65536', '-1', 'x', ''),
    state: some('open', 'closed', 'filtered', 'open|filtered', 'unfiltered', 'bogus'),
    more: some('', '<service name="http" method="table" conf="3"/>', script),
  })
  .map(
    ({ protocol, number, state, more }) =>
      `<port protocol="${protocol}" portid="${number}"><state state="${state}" reason="syn-ack"/>${more}</port>`,
  )
const extraPorts = some(
  '<extraports state="closed" count="2"><extrareasons reason="reset" count="2" proto="tcp" ports="1-2"/></extraports>',
  '<extraports state="filtered" count="5"/>',
)
const host = fc
  .record({
    state: some('up', 'down'),
    timedOut: some('', ' timedout="true"'),
    addresses: fc.array(address, { maxLength: 3 }),
    ports: fc.array(fc.oneof({ weight: 4, arbitrary: port }, { weight: 1, arbitrary: extraPorts }), {
      maxLength: 4,
    }),
  })
  .map(
    ({ state, timedOut, addresses, ports }) =>
      `<host${timedOut}><status state="${state}"/>${addresses.join('')}\n<ports>${ports.join('\n')}</ports></host>`,
  )
const end = '<runstats><finished time="1700000001" exit="success"/></runstats>'
const scan = fc
  .array(host, { maxLength: 3 })
  .map((hosts) => `<?xml version="1.0"?>\n<nmaprun version="7.93">\n${hosts.join('\n')}\n${end}</nmaprun>`)

const read = (text: string) => {
  const reading = nmapXmlImporter.read(text, { file: 'scan.xml', node: '', zone: null })
  if (reading.effect?.type !== 'facts') throw new Error('no facts')
  return { ...reading, facts: reading.effect.facts.filter((fact) => fact.kind === 'port') }
}

const states: Readonly<Record<string, string>> = {
  open: 'open',
  closed: 'closed',
  filtered: 'filtered',
  'open|filtered': 'open-or-filtered',
}

interface ParsedHost {
  readonly address?: readonly { readonly addr: string; readonly addrtype: string }[]
  readonly ports?: { readonly port?: readonly ParsedPort[] } | ''
}
interface ParsedPort {
  readonly protocol: string
  readonly portid: string
  readonly state: { readonly state: string }
}

/** The ports that stand in the scan, by a shorter way than the importer goes. */
function portsIn(text: string): readonly string[] {
  const isArray = (name: string) => ['host', 'address', 'port'].includes(name)
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray })
  const run = parser.parse(text) as { nmaprun: { host?: readonly ParsedHost[] } }
  return (run.nmaprun.host ?? []).flatMap(({ address: addresses = [], ports }) => {
    const ip = addresses.find(({ addrtype }) => addrtype !== 'mac')
    if (ip === undefined || ports === undefined || ports === '') return []
    return (ports.port ?? []).flatMap(({ protocol, portid, state: { state } }) => {
      const isPort = /^\d+$/.test(portid) && Number(portid) <= 65_535 && protocol !== 'sctp'
      return isPort && states[state] ? [`${ip.addr} ${portid}/${protocol} ${states[state]}`] : []
    })
  })
}

it('takes of a scan each port that it lists, of the address that it was found at, and no other', () => {
  fc.assert(
    fc.property(scan, (text) => {
      const taken = read(text).facts.map(
        ({ address: at, port: number, transport, state }) => `${at} ${number}/${transport} ${state}`,
      )
      expect(taken).toEqual(portsIn(text))
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

it('refuses a scan that was cut off, wherever that was', () => {
  fc.assert(
    fc.property(scan, fc.integer({ min: 0, max: 9_999 }), (text, place) => {
      const cut = text.slice(0, Math.floor((place / 10_000) * text.length))
      expect(() => read(cut)).toThrow(AppError)
    }),
    { numRuns: RUNS, seed: SEED },
  )
})
