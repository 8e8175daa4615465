import { describe, expect, it } from 'vitest'
import { cpuTimeMs } from '@/lib/testing/cpu-time'
import { nmapXmlImporter } from './nmap-xml.importer'

const scan = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
<nmaprun scanner="nmap" start="1795631273" startstr="today" version="7.93" xmloutputversion="1.05">
<scaninfo type="connect" protocol="tcp" numservices="1000" services="1-1000"/>
${inside}
<runstats><finished time="1795631286" exit="success"/><hosts up="1" down="0" total="1"/></runstats>
</nmaprun>
`
const HOST = `<host><status state="up" reason="echo-reply"/>
<address addr="192.0.2.1" addrtype="ipv4"/>
<address addr="02:00:00:00:00:01" addrtype="mac"/>
<hostnames><hostname name="www.example.org" type="PTR"/></hostnames>
<ports><extraports state="closed" count="997"><extrareasons reason="reset" count="997" proto="tcp" ports="1-21,23-79"/></extraports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack" reason_ttl="64"/><service name="ssh" product="OpenSSH" version="9.2p1" extrainfo="protocol 2.0" method="probed" conf="10"/><script id="ssh-hostkey" output="&#xa;  256 aa:bb"/></port>
<port protocol="tcp" portid="80"><state state="filtered" reason="no-response"/><service name="http" method="table" conf="3"/></port>
<port protocol="udp" portid="53"><state state="open|filtered" reason="no-response"/></port>
<port protocol="sctp" portid="38412"><state state="open" reason="init-ack"/></port>
<port protocol="tcp" portid="99"><state state="unfiltered" reason="reset"/></port>
</ports>
<times srtt="1" rttvar="1" to="1"/><novelty x="1"/>
</host>`
const read = (text: string) => nmapXmlImporter.read(text, { node: '', file: 'scan.xml', zone: null })

describe('an import of nmap', () => {
  it('reads states, reasons and recognised services, and takes no guess for an observation', () => {
    const { effect } = read(scan(HOST))
    if (effect?.type !== 'facts') throw new Error('no facts')
    expect(effect.observedAtMs).toBe(1_795_631_286_000)
    expect(effect.facts).toEqual([
      {
        kind: 'port',
        node: null,
        address: '192.0.2.1',
        port: 22,
        transport: 'tcp',
        state: 'open',
        service: 'ssh OpenSSH 9.2p1 (protocol 2.0)',
        reason: 'syn-ack',
      },
      expect.objectContaining({ port: 80, state: 'filtered', service: null, reason: 'no-response' }),
      expect.objectContaining({ port: 53, transport: 'udp', state: 'open-or-filtered' }),
    ])
    expect(effect.notShown).toEqual([
      {
        address: '192.0.2.1',
        transport: 'tcp',
        state: 'closed',
        reason: 'reset',
        ranges: [
          [1, 21],
          [23, 79],
        ],
      },
    ])
  })

  it('says line by line what was understood and what was not', () => {
    const { understood, notUnderstood } = read(scan(HOST))
    expect(understood.map(({ line, as }) => `${line} ${as}`)).toEqual(
      expect.arrayContaining([
        '4 a scan by nmap 7.93, begun today',
        '6 the host 192.0.2.1',
        '11 192.0.2.1 port 22/tcp is open ssh OpenSSH 9.2p1 (protocol 2.0) (syn-ack)',
        '11 script ssh-hostkey: 256 aa:bb',
      ]),
    )
    expect(notUnderstood.map(({ line, reason }) => [line, reason])).toEqual([
      [15, 'nmap says unfiltered of 192.0.2.1 port 99/tcp, which is neither open nor closed nor filtered'],
      [17, "nmap's element novelty is not known here"],
    ])
  })

  it.each([
    ['says nothing of its end', '', /does not say that it came to its end/],
    ['has no time of its end', '<runstats><hosts up="1" down="0" total="1"/></runstats>', /came to its end/],
    [
      'ended with an error',
      '<runstats><finished time="1" exit="error" errormsg="Failed to open device eth0"/></runstats>',
      /ended with error \(Failed to open device eth0\)/,
    ],
  ])('a scan that %s is no whole one: what it saw counts, and the lack is told', (_, end, reason) => {
    const { effect, notUnderstood } = read(
      `<nmaprun start="1795631273"><host><address addr="192.0.2.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port></ports></host>${end}</nmaprun>`,
    )
    expect(notUnderstood.map((line) => line.reason)).toEqual([expect.stringMatching(reason)])
    expect(effect?.type === 'facts' && effect.facts.map(({ kind }) => kind)).toEqual(['port'])
  })

  it('of a host that timed out or was not scanned it knows no port, and says so', () => {
    const host = (more: string, inside = '') =>
      `<host ${more}><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/>${inside}<times/></host>`
    const timedOut = read(scan(host('timedout="true"')))
    expect(timedOut.notUnderstood.map(({ reason }) => reason)).toEqual([
      'nmap gave 192.0.2.7 up: its ports that are not here are not known',
    ])
    expect(timedOut.effect).toMatchObject({ facts: [], notShown: [] })
    expect(read(scan(host(''))).understood.map(({ as }) => as)).toContain(
      'the host 192.0.2.7 was not scanned: nothing is known of its ports',
    )
  })

  it('knows the ports of the address that was scanned alone, and says so of any other', () => {
    const { effect, notUnderstood } = read(
      scan(`<host><status state="up"/><address addr="2001:db8::1" addrtype="ipv6"/>
<address addr="192.0.2.1" addrtype="ipv4"/><address addr="02:00:00:00:00:01" addrtype="mac"/><ports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port></ports></host>
<target specification="2001:db8::7" status="skipped" reason="invalid"/>`),
    )
    expect(effect?.type === 'facts' && effect.facts).toMatchObject([{ address: '2001:db8::1', port: 22 }])
    expect(notUnderstood.map(({ line, reason }) => [line, reason])).toEqual([
      [
        7,
        '192.0.2.1 is another address of this host: the ports are those of 2001:db8::1, and of 192.0.2.1 none is known',
      ],
      [9, 'nmap skipped the target 2001:db8::7 (invalid): nothing is known of it'],
    ])
  })

  it.each([
    [
      'external entities',
      '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun>&x;</nmaprun>',
      /declares entities/,
    ],
    [
      'entity expansion',
      '<!DOCTYPE nmaprun [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nmaprun>&b;</nmaprun>',
      /declares entities/,
    ],
    ['an external DTD', '<!DOCTYPE nmaprun SYSTEM "http://evil.test/nmap.dtd"><nmaprun/>', /document type/],
    ['an unknown entity', '<nmaprun x="&evil;"/>', /not one of the five/],
    ['deep nesting', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, /nested deeper/],
    ['a file that ends early', '<nmaprun><host>', /cannot be read as XML: .*[^.]\.$/],
    ['two roots', '<nmaprun/><nmaprun/>', /cannot be read as XML/],
    ['another root', '<html/>', /not of nmap/],
    ['a dangerous name', '<nmaprun __proto__="1"/>', /cannot be read as XML/],
    ['no XML', 'Starting Nmap 7.93', /cannot be read as XML/],
  ])('refuses %s with a clear reason', (_, text, reason) => {
    expect(() => read(text)).toThrow(reason)
  })

  it('reads a scan of ten thousand ports quickly', { timeout: 120_000 }, () => {
    const port = (at: number) =>
      `<port protocol="tcp" portid="${at}"><state state="open" reason="syn-ack" reason_ttl="0"/></port>\n`
    const ports = Array.from({ length: 10_000 }, (_, index) => port(index + 1)).join('')
    const text = scan(`<host><address addr="192.0.2.1" addrtype="ipv4"/><ports>${ports}</ports></host>`)
    const ms = cpuTimeMs(() => {
      const { effect } = read(text)
      expect(effect?.type === 'facts' ? effect.facts.length : 0).toBe(10_000)
    })
    expect(ms).toBeLessThan(5_000)
  })
})
