import { describe, expect, it } from 'vitest'
import { ufwProbe } from './ufw.probe'
import { readFirewall } from './wire/firewall-fact'
import { parseUfwStatus } from './wire/ufw-status'

const ACTIVE = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
443/tcp                    ALLOW IN    Anywhere                   # web
22/tcp                     ALLOW IN    10.0.0.0/8
443/tcp (v6)               ALLOW IN    Anywhere (v6)              # web

`
const settings = ufwProbe.settings.parse({
  host: '10.0.0.1',
  user: 'ops',
  privateKey: 'env:KEY',
  fingerprint: 'env:FINGERPRINT',
  rules: [{ to: '443/tcp' }, { to: '22/tcp', from: '10.0.0.0/8' }],
  openPorts: [443],
  closedPorts: [3306],
})
const asDeclared = new Map([
  [443, true],
  [3306, false],
])

function judge(output: string, answers = asDeclared) {
  const { status, reason } = ufwProbe.judge({ status: parseUfwStatus(output), answers }, settings, 0)
  return { status, reason }
}

describe('the judgement of ufw', () => {
  it('is healthy when the rules and what answers are as declared', () => {
    expect(judge(ACTIVE)).toEqual({ status: 'healthy', reason: '2 rules as declared, all else deny' })
  })

  it('is down when it is inactive', () => {
    expect(judge('Status: inactive\n')).toEqual({
      status: 'down',
      reason: 'is inactive: nothing is filtered',
    })
  })

  it('is degraded by a rule too many, a rule too few and another default', () => {
    expect(judge(ACTIVE.replace('22/tcp ', '23/tcp ')).reason).toBe(
      'allow 23/tcp from 10.0.0.0/8 is not declared, and 1 more',
    )
    expect(judge(ACTIVE.replace('Default: deny', 'Default: allow')).reason).toBe(
      'by default allow, declared deny',
    )
  })

  it('is degraded when what answers differs, whatever the rules say', () => {
    const answers = new Map([
      [443, false],
      [3306, true],
    ])
    expect(judge(ACTIVE, answers)).toEqual({
      status: 'degraded',
      reason: 'port 3306 answers, though it is declared closed, and 1 more',
    })
  })

  it('says nothing to be held against the inventory while it does not understand a rule', () => {
    const judged = (output: string) =>
      ufwProbe.judge(
        { status: parseUfwStatus(output), answers: asDeclared, firewall: readFirewall(output) },
        settings,
        0,
      )
    expect(judged(ACTIVE).facts).toMatchObject([{ kind: 'firewall', defaultIncoming: 'deny' }])
    const unclear = judged(ACTIVE.replace('22/tcp  ', '22/tcp FORBID IN'))
    expect(unclear.facts).toBeUndefined()
    expect(unclear.evidence).toContainEqual(expect.objectContaining({ label: 'Not understood' }))
  })

  it('is down when the answer is none of ufw', () => {
    expect(judge('sh: ufw: not found').reason).toBe('answers other than `ufw status` does')
  })
})
