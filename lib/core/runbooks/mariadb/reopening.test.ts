import { describe, expect, test } from 'vitest'
import { parseGtidSet } from './gtid-set'
import { obstacleToReopen, reopenChoices } from './reopening'
import type { AskedServer, ReplicaFacts } from './replica-facts'
import type { PlacedServer } from './who-leads'

const history = parseGtidSet('0-10-100')

function replica(node: string, facts: Partial<ReplicaFacts> = {}): AskedServer {
  const usual = { serverId: '11', isReadOnly: true, logsReplicated: true, usesGtid: true }
  const threads = { ioThread: 'Connecting', sqlThread: 'Yes', sqlError: null }
  const positions = { received: '0-10-100', applied: '0-10-98', written: '0-10-98', history: '0-10-98' }
  return { state: 'replica', facts: { node, ...usual, ...threads, ...positions, ...facts } }
}

describe('an old primary takes writes again', () => {
  const why = (...others: AskedServer[]) => obstacleToReopen('one', others, history)

  test('while the others follow and have nothing that it lacks', () => {
    expect(why(replica('two'), replica('three', { received: '', applied: '0-10-40' }))).toBeNull()
  })

  test('never beside another that takes writes, whoever else is silent', () => {
    const silent: AskedServer = { state: 'silent', node: 'three', reason: 'timed out' }
    const leads: AskedServer = { state: 'primary', node: 'two', isReadOnly: false, written: '0-11-120' }
    expect(why(silent, leads)).toBe('two leads now: rejoin one instead')
    expect(why(silent, replica('two', { isReadOnly: false }))).toMatch(/two takes writes, though/)
    expect(why(silent, replica('two'))).toMatch(/three is silent, so nobody knows whether it leads/)
  })

  test('never without what a replica has received from it, though it was lost on its own disk', () => {
    expect(why(replica('two', { received: '0-10-101' }))).toBe(
      'two is at 0-10-101, which one has not: promote two instead',
    )
  })

  test('never after another that led meanwhile and was closed again', () => {
    const led: AskedServer = { state: 'primary', node: 'two', isReadOnly: true, written: '0-11-101' }
    expect(why(led)).toMatch(/two is at 0-11-101, which one has not/)
  })

  test('also where the promotion of another was only begun, for it has written nothing', () => {
    expect(why({ state: 'primary', node: 'two', isReadOnly: true, written: '0-10-100' })).toBeNull()
  })

  test('what it has can be compared only once it runs', () => {
    expect(obstacleToReopen('one', [replica('two', { received: '0-10-101' })], null)).toBeNull()
  })
})

describe('who could take writes again', () => {
  const closed = (node: string): PlacedServer => ({ node, answer: { isReadOnly: true, follows: null } })
  const follower = (node: string): PlacedServer => ({ node, answer: { isReadOnly: true, follows: 'one' } })
  const words = (...servers: PlacedServer[]) =>
    reopenChoices(servers).map(({ value, verdict, reason }) => `${value} ${verdict}: ${reason}`)

  test('is the fenced one that the others still follow', () => {
    expect(words(follower('two'), closed('one'))).toEqual([
      'one fit: it led last, and takes no writes',
      'two unfit: follows one',
    ])
  })

  test('is nobody while one leads', () => {
    const leads: PlacedServer = { node: 'one', answer: { isReadOnly: false, follows: null } }
    expect(words(leads, follower('two'))).toEqual(['one already: it leads already', 'two unfit: follows one'])
  })
})
