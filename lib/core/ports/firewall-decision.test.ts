import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { coversPort, declaredDecision, observedDecision } from './firewall-decision'

type Rule = FactOf<'firewall'>['rules'][number]

function rule(part: Partial<Rule>): Rule {
  return {
    number: null,
    action: 'allow',
    direction: 'in',
    ports: null,
    transport: 'any',
    from: 'anywhere',
    to: 'anywhere',
    isIpv6: false,
    profile: null,
    comment: null,
    text: `${part.action ?? 'allow'} ${part.ports ?? 'all'}`,
    ...part,
  }
}

function firewall(rules: readonly Rule[]): FactOf<'firewall'> {
  const defaults = { defaultIncoming: 'deny', defaultOutgoing: 'allow', defaultRouted: 'disabled' } as const
  return {
    kind: 'firewall',
    node: 'firewall',
    isActive: true,
    ...defaults,
    logging: 'low',
    rules: [...rules],
  }
}

it('the first rule that matches wins, whatever comes after', () => {
  const rules = [rule({ action: 'deny', ports: '22', transport: 'tcp' }), rule({ ports: '22' })]
  expect(observedDecision(firewall(rules), { port: 22, transport: 'tcp' })).toMatchObject({
    action: 'deny',
    rule: 'deny 22',
  })
  expect(observedDecision(firewall(rules), { port: 22, transport: 'udp' })).toMatchObject({ action: 'allow' })
})

it('what shuts out one source, or lets one interface in, decides about no port in general', () => {
  const web = rule({ ports: '443', transport: 'tcp', text: 'web' })
  const narrow = [
    rule({ action: 'deny', from: '203.0.113.7' }),
    rule({ action: 'reject', ports: '443', from: '203.0.113.0/24' }),
    rule({ to: 'anywhere on tailscale0' }),
    rule({ from: '10.0.0.0/8' }),
    rule({ action: 'deny', transport: 'other' }),
  ]
  const decided = observedDecision(firewall([...narrow, web]), { port: 443, transport: 'tcp' })
  expect(decided).toMatchObject({ action: 'allow', rule: 'web' })
  const others = observedDecision(firewall([...narrow, web]), { port: 3306, transport: 'tcp' })
  expect(others).toMatchObject({ action: 'deny', isDefault: true })
  const admin = rule({ ports: '22', from: '10.0.0.0/8' })
  expect(observedDecision(firewall([admin]), { port: 22, transport: 'tcp' })).toMatchObject({
    action: 'allow',
    from: '10.0.0.0/8',
  })
})

it('behind a profile of which nobody knows the ports nothing is certain', () => {
  const profile = (name: string) => rule({ action: 'deny', ports: name, profile: name })
  const decided = (name: string, port: number) =>
    observedDecision(firewall([profile(name), rule({ ports: '443' })]), { port, transport: 'tcp' }).action
  expect([decided('My App', 443), decided('Nginx Full', 443), decided('Nginx HTTP', 443)]).toEqual([
    'unknown',
    'deny',
    'allow',
  ])
})

it('without a rule the default for incoming traffic decides, and says so', () => {
  const outgoing = rule({ direction: 'out', ports: '443' })
  expect(observedDecision(firewall([outgoing]), { port: 443, transport: 'tcp' })).toMatchObject({
    action: 'deny',
    isDefault: true,
  })
})

it('an inactive firewall denies nothing', () => {
  const inactive = { ...firewall([rule({ action: 'deny' })]), isActive: false }
  expect(observedDecision(inactive, { port: 22, transport: 'tcp' }).action).toBe('allow')
})

it('reads lists and ranges of ports', () => {
  expect([80, 443, 8080].map((port) => coversPort('80,443/tcp', port))).toEqual([true, true, false])
  expect([5999, 6000, 6007, 6008].map((port) => coversPort('6000:6007', port))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

it('a declared rule without a port is for all that no other names', () => {
  const rules = [
    { slug: 'all', action: 'deny' as const },
    { slug: 'https', action: 'allow' as const, port: 443, transport: 'tcp' as const },
  ]
  expect(declaredDecision(rules, { port: 443, transport: 'tcp' })).toMatchObject({
    action: 'allow',
    isDefault: false,
  })
  expect(declaredDecision(rules, { port: 80, transport: 'tcp' })).toMatchObject({
    action: 'deny',
    isDefault: true,
  })
  expect(declaredDecision([], { port: 80, transport: 'tcp' })).toBeNull()
})

it('a rule put before all others for one port decides for this port alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 65_535 }), (port, other) => {
      const before = firewall([rule({ ports: '80' }), rule({ action: 'deny', ports: '1:1024' })])
      const after = firewall([rule({ action: 'reject', ports: String(port) }), ...before.rules])
      const at = (number: number) => ({ port: number, transport: 'tcp' as const })
      expect(observedDecision(after, at(port)).action).toBe('reject')
      if (other !== port)
        expect(observedDecision(after, at(other))).toEqual(observedDecision(before, at(other)))
    }),
  )
})
