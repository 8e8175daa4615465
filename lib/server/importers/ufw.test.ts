import { describe, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { ufwImporter } from './ufw.importer'

const VERBOSE = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT IN    Anywhere
80,443/tcp (Nginx Full)    ALLOW IN    Anywhere                   # the # web
3306                       DENY IN     10.0.0.0/8
10.0.0.1 6379/tcp on eth1  ALLOW IN    10.0.0.5 1024:65535/tcp
Anywhere                   ALLOW IN    192.168.0.0/16
25/tcp                     DENY OUT    Anywhere                   (log, out)
10.1.0.1 80/tcp on eth1    ALLOW FWD   Anywhere on eth0
22/tcp (v6)                LIMIT IN    Anywhere (v6)
80,443/tcp (Nginx Full (v6)) ALLOW IN    Anywhere (v6)              # the # web
Anywhere/esp               ALLOW IN    Anywhere/esp
443                        REJECT IN   2001:db8::/32
`
const read = (text: string) => ufwImporter.read(text, { node: 'firewall', file: 'ufw.txt', zone: null })

function firewall(text: string): FactOf<'firewall'> {
  const { effect } = read(text)
  const fact = effect?.type === 'facts' ? effect.facts.find(({ kind }) => kind === 'firewall') : undefined
  if (fact?.kind === 'firewall') return fact
  throw new Error('no firewall was read')
}

describe('an import of ufw', () => {
  it('reads the status, the defaults and every form of rule in its order', () => {
    expect(read(VERBOSE).notUnderstood).toEqual([])
    const { rules, ...rest } = firewall(VERBOSE)
    expect(rest).toEqual({
      kind: 'firewall',
      node: 'firewall',
      isActive: true,
      defaultIncoming: 'deny',
      defaultOutgoing: 'allow',
      defaultRouted: 'disabled',
      logging: 'on (low)',
    })
    const short = rules.map((rule) => [
      rule.action,
      rule.direction,
      rule.ports,
      rule.transport,
      rule.from,
      rule.to,
      rule.isIpv6,
      rule.profile,
      rule.comment,
    ])
    expect(short).toEqual([
      ['limit', 'in', '22', 'tcp', 'anywhere', 'anywhere', false, null, null],
      ['allow', 'in', '80,443', 'tcp', 'anywhere', 'anywhere', false, 'Nginx Full', 'the # web'],
      ['deny', 'in', '3306', 'any', '10.0.0.0/8', 'anywhere', false, null, null],
      ['allow', 'in', '6379', 'tcp', '10.0.0.5 port 1024:65535', '10.0.0.1 on eth1', false, null, null],
      ['allow', 'in', null, 'any', '192.168.0.0/16', 'anywhere', false, null, null],
      ['deny', 'out', '25', 'tcp', 'anywhere', 'anywhere', false, null, null],
      ['allow', 'forward', '80', 'tcp', 'anywhere on eth0', '10.1.0.1 on eth1', false, null, null],
      ['limit', 'in', '22', 'tcp', 'anywhere', 'anywhere', true, null, null],
      ['allow', 'in', '80,443', 'tcp', 'anywhere', 'anywhere', true, 'Nginx Full', 'the # web'],
      ['allow', 'in', null, 'other', 'anywhere', 'anywhere', false, null, null],
      ['reject', 'in', '443', 'any', '2001:db8::/32', 'anywhere', true, null, null],
    ])
  })

  it('reads numbered rules, whose defaults it does not know', () => {
    const numbered = `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     ALLOW IN    Anywhere
[12] Nginx Full                 ALLOW IN    Anywhere
[13] 53/udp                     ALLOW OUT   Anywhere                   (out)
`
    expect(read(numbered).notUnderstood).toEqual([])
    const { rules, defaultIncoming } = firewall(numbered)
    expect(defaultIncoming).toBe('unknown')
    expect(rules.map(({ number, ports, profile, direction }) => [number, ports, profile, direction])).toEqual(
      [
        [1, '22', null, 'in'],
        [12, 'Nginx Full', 'Nginx Full', 'in'],
        [13, '53', null, 'out'],
      ],
    )
  })

  it('reads the sockets that ufw shows listening, with the rules that may decide', () => {
    const { effect, notUnderstood, understood } = read(`tcp:
  22 * (sshd)
   [ 1] allow 22/tcp

  3306 127.0.0.1 (mysqld)
tcp6:
  22 * (sshd)
   [ 2] allow 22/tcp
udp:
  68 10.0.0.2 (dhclient)
`)
    expect(notUnderstood).toEqual([])
    expect(understood[2]?.as).toBe('rule 1 may decide about the socket above: allow 22/tcp')
    const facts = effect?.type === 'facts' ? effect.facts : []
    expect(
      facts.map((fact) => (fact.kind === 'socket' ? [fact.transport, fact.localAddress, fact.port] : [])),
    ).toEqual([
      ['tcp', '0.0.0.0', 22],
      ['tcp', '127.0.0.1', 3306],
      ['tcp', '::', 22],
      ['udp', '10.0.0.2', 68],
    ])
  })

  it('an inactive firewall filters nothing', () => {
    expect(firewall('Status: inactive\n')).toMatchObject({ isActive: false, rules: [] })
  })

  it('takes nothing over while a line is not understood: in first match order a missing rule changes all', () => {
    const cut = VERBOSE.replace(/^3306 .*$/m, '3306                       DENY IN')
    expect(read(cut)).toMatchObject({ effect: null, notUnderstood: [{ line: 10 }] })
  })

  it('says of each line why it was not understood, and refuses what has no status', () => {
    const { notUnderstood } = read('$ ufw status\nStatus: active\nStandard: verweigern (eingehend)\n')
    expect(notUnderstood.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'ufw prints no such line'],
      [3, 'this is ufw in another language'],
    ])
    expect(() => read('nothing of ufw')).toThrow(/neither a status/)
  })
})
