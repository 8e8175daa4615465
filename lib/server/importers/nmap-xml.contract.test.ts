import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { ensureDebianTools, type RunTool } from '@/lib/testing/debian-tools'
import { nmapXmlImporter } from './nmap-xml.importer'
import { decodeEntities } from './xml/decode-entities'
import { readXml, type XmlElement } from './xml/read-xml'

const BANNER = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n'
let tool: RunTool
let servers: readonly Server[]
let openPort: number
let closedPort: number

beforeAll(async () => {
  tool = await ensureDebianTools()
  const first = await listen('127.0.0.1', 0)
  openPort = (first.address() as AddressInfo).port
  servers = [first, await listen('::1', openPort)]
  const gone = await listen('127.0.0.1', 0)
  closedPort = (gone.address() as AddressInfo).port
  await new Promise((resolve) => gone.close(resolve))
})
afterAll(() => {
  for (const server of servers) server.close()
})

function listen(host: string, port: number): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end(BANNER))
  return new Promise((resolve) => server.listen(port, host, () => resolve(server)))
}

/** What nmap really writes of the open port, the closed one and a range around them. */
async function scan(...options: readonly string[]): Promise<string> {
  const ports = `${openPort},${closedPort},1-100`
  const { code, output, errors } = await tool('nmap', ['-n', '-oX', '-', '-p', ports, ...options])
  if (code !== 0) throw new Error(errors)
  return output
}

function portFacts(text: string): readonly FactOf<'port'>[] {
  const { effect, notUnderstood } = nmapXmlImporter.read(text, { file: 'scan.xml', node: '', zone: null })
  expect(notUnderstood).toEqual([])
  if (effect?.type !== 'facts') throw new Error('no facts')
  return effect.facts.filter((fact) => fact.kind === 'port')
}

/** A SYN scan needs raw sockets, which only root has. */
const isRoot = process.getuid?.() === 0
const scans = [
  { title: 'a connect scan', options: ['-sT'], address: '127.0.0.1' },
  { title: 'a connect scan over IPv6', options: ['-sT', '-6'], address: '::1' },
  { title: 'service recognition', options: ['-sT', '-sV', '--script', 'banner'], address: '127.0.0.1' },
  { title: 'service recognition over IPv6', options: ['-sT', '-sV', '-6'], address: '::1' },
  ...(isRoot
    ? [
        { title: 'a SYN scan', options: ['-sS'], address: '127.0.0.1' },
        { title: 'a SYN scan over IPv6', options: ['-sS', '-6'], address: '::1' },
      ]
    : []),
]

describe.each(scans)('what nmap writes of $title', ({ options, address }) => {
  let text: string
  beforeAll(async () => {
    text = await scan(...options, address)
  })

  it('is understood to the last line, with the state of every port', () => {
    const facts = portFacts(text)
    const stateOf = (port: number) =>
      facts.find((fact) => fact.port === port && fact.address === address)?.state
    expect([stateOf(openPort), stateOf(closedPort)]).toEqual(['open', notListed(text) ? undefined : 'closed'])
    if (options.includes('-sV')) {
      expect(facts.find(({ port }) => port === openPort)?.service).toMatch(/^ssh OpenSSH 9\.2p1/)
    }
  })

  it('counts every port that was scanned, listed or not', () => {
    const { effect } = nmapXmlImporter.read(text, { file: 'scan.xml', node: '', zone: null })
    if (effect?.type !== 'facts') throw new Error('no facts')
    const counted = effect.notShown.flatMap(({ ranges }) => ranges.map(([first, last]) => last - first + 1))
    const total = effect.facts.length + counted.reduce((sum, count) => sum + count, 0)
    expect(total).toBe(102)
  })

  it('loses nothing: every element, attribute and text is read as it stands', () => {
    const read = flattened(readXml(text, 'scan.xml'))
    expect(read).toEqual(tagsOf(text))
    expect(read.length).toBeGreaterThan(15)
  })
})

describe('what nmap writes of several addresses', () => {
  it('is a host each, with ports of its own, and a word on the target that it skipped', async () => {
    const text = await scan('-sT', '127.0.0.1', '127.0.0.2', '::1')
    const { effect, notUnderstood } = nmapXmlImporter.read(text, { file: 'scan.xml', node: '', zone: null })
    if (effect?.type !== 'facts') throw new Error('no facts')
    const open = effect.facts.filter((fact) => fact.kind === 'port' && fact.state === 'open')
    expect(open).toMatchObject([{ address: '127.0.0.1', port: openPort }])
    expect(new Set(effect.notShown.map(({ address }) => address))).toEqual(
      new Set(['127.0.0.1', '127.0.0.2']),
    )
    expect(notUnderstood.map(({ reason }) => reason)).toEqual([
      'nmap skipped the target ::1 (invalid): nothing is known of it',
    ])
    for (const host of readXml(text, 'scan.xml').children.filter(({ name }) => name === 'host')) {
      const addresses = host.children.filter(
        ({ name, attributes }) => name === 'address' && attributes.addrtype !== 'mac',
      )
      expect(addresses).toHaveLength(1)
    }
  })

  it('is a list without ports where it only lists them', async () => {
    const { output } = await tool('nmap', ['-n', '-oX', '-', '-sL', '127.0.0.1-3'])
    const { effect, understood, notUnderstood } = nmapXmlImporter.read(output, {
      file: 'scan.xml',
      node: '',
      zone: null,
    })
    expect(notUnderstood).toEqual([])
    expect(effect).toMatchObject({ facts: [], notShown: [] })
    expect(understood.filter(({ as }) => /^the host 127\.0\.0\.[123] was not scanned/.test(as))).toHaveLength(
      3,
    )
  })
})

const notListed = (text: string) => !text.includes(`portid="${closedPort}"`)

/** Start tags with their attributes and the text right behind them, in the order of the document. */
function flattened(element: XmlElement): readonly string[] {
  const own = [element.name, ...Object.entries(element.attributes).map(([name, value]) => `${name}=${value}`)]
  const text = element.children.length === 0 ? element.text.trim() : ''
  return [[...own, text].join(' | '), ...element.children.flatMap(flattened)]
}

/** The same by another way: a regular expression over the text, without any parser. */
function tagsOf(xml: string): readonly string[] {
  const body = xml.slice(xml.indexOf('<nmaprun'))
  return [...body.matchAll(/<([a-z]\w*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>([^<]*)(<\/)?/g)].map((tag) => {
    const [, name = '', attributes = '', isEmpty = '', text = '', isLeaf] = tag
    const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(
      ([, key, value = '']) => `${key}=${decodeEntities(value)}`,
    )
    const content = isEmpty === '' && isLeaf !== undefined ? (decodeEntities(text) ?? '').trim() : ''
    return [name, ...pairs, content].join(' | ')
  })
}
