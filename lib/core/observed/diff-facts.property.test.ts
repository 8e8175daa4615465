import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffFacts, factsRunOn } from './diff-facts'
import { type FactBody, portStates } from './fact'

const portFact = fc.record({
  kind: fc.constant('port' as const),
  node: fc.constantFrom('web', null),
  address: fc.constant('127.0.0.1'),
  port: fc.integer({ min: 1, max: 5 }),
  transport: fc.constantFrom('tcp' as const, 'udp' as const),
  state: fc.constantFrom(...portStates),
  service: fc.constantFrom(null, 'ssh'),
  reason: fc.constant(null),
})
const knowledge = fc
  .array(portFact)
  .map((facts) => new Map<string, FactBody>(facts.map((fact) => [`${fact.port}/${fact.transport}`, fact])))

it('a difference applied to what was known before gives what is known after', () => {
  fc.assert(
    fc.property(knowledge, knowledge, (before, after) => {
      const applied = new Map(before)
      for (const { key, to } of diffFacts(before, after)) {
        if (to === null) applied.delete(key)
        else applied.set(key, to)
      }
      expect(Object.fromEntries(applied)).toEqual(Object.fromEntries(after))
    }),
  )
})

it('what is the same is no difference, and every difference is one', () => {
  fc.assert(
    fc.property(knowledge, knowledge, (before, after) => {
      expect(diffFacts(before, before)).toEqual([])
      for (const { from, to } of diffFacts(before, after)) expect(from).not.toEqual(to)
    }),
  )
})

it('the time that runs down in a resolver is no change, that of an authoritative server is one', () => {
  const answer = (serverRole: 'resolver' | 'authoritative', ttl: number): FactBody => ({
    kind: 'dns-answer',
    zone: 'example.org',
    server: '127.0.0.1:53',
    serverRole,
    name: 'example.org',
    type: 'A',
    rcode: 'NOERROR',
    isAuthoritative: serverRole === 'authoritative',
    isValidated: false,
    usedTcp: false,
    records: [{ ttl, data: '192.0.2.1' }],
    glue: [],
    soa: null,
  })
  const differences = (role: 'resolver' | 'authoritative') =>
    diffFacts(new Map([['a', answer(role, 300)]]), new Map([['a', answer(role, 280)]]))
  expect(differences('resolver')).toEqual([])
  expect(differences('authoritative')).toHaveLength(1)
  const runOn = (role: 'resolver' | 'authoritative', ttl: number) =>
    factsRunOn(new Map([['a', answer(role, 300)]]), new Map([['a', answer(role, ttl)]]))
  expect(runOn('resolver', 280)).toEqual([{ key: 'a', body: answer('resolver', 280) }])
  expect(runOn('resolver', 300)).toEqual([])
  expect(runOn('authoritative', 280)).toEqual([])
})
