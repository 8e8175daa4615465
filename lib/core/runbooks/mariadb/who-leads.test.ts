import { describe, expect, test } from 'vitest'
import { failedChoices, leadOf, type PlacedServer, refusalAsFailed, sourceOf } from './who-leads'

const leads = (node: string): PlacedServer => ({ node, answer: { isReadOnly: false, follows: null } })
const closed = (node: string): PlacedServer => ({ node, answer: { isReadOnly: true, follows: null } })
const silent = (node: string): PlacedServer => ({ node, answer: null })
const follower = (node: string, follows: string): PlacedServer => ({
  node,
  answer: { isReadOnly: true, follows },
})
const wordsOf = (servers: readonly PlacedServer[]) =>
  failedChoices(servers).map(({ value, verdict, reason }) => `${value} ${verdict}: ${reason}`)

describe('after a switchover from one to two', () => {
  const alive = [follower('one', 'two'), leads('two'), follower('three', 'two')]
  const dead = [follower('one', 'two'), silent('two'), follower('three', 'two')]

  test('the one that can have failed is the one that leads, and no healthy replica', () => {
    expect(wordsOf(alive)).toEqual([
      'two fit: it leads now',
      'one unfit: follows two',
      'three unfit: follows two',
    ])
    expect(refusalAsFailed('one', alive)).toBe('two takes writes; one follows two')
    expect(refusalAsFailed('two', alive)).toBeNull()
  })

  test('once it is silent it is still known by those that follow it', () => {
    expect(leadOf(dead)).toEqual({ state: 'led', node: 'two', followers: ['one', 'three'] })
    expect(wordsOf(dead)[0]).toBe('two fit: it led last, and does not answer')
    expect(refusalAsFailed('one', dead)).toBe('one follows two: it is a replica')
    expect(refusalAsFailed('two', dead)).toBeNull()
  })

  test('the declared primary, dead too, is not taken for the one that led', () => {
    const both = [silent('one'), silent('two'), follower('three', 'two')]
    expect(wordsOf(both)[0]).toBe('two fit: it led last, and does not answer')
    expect(refusalAsFailed('one', both)).toBe('two led last, three still follows it; one does not answer')
  })
})

test('one that came back closed led last while the others follow it', () => {
  const servers = [closed('one'), follower('two', 'one'), follower('three', 'one')]
  expect(wordsOf(servers)[0]).toBe('one fit: it led last, and takes no writes')
  expect(refusalAsFailed('one', servers)).toBeNull()
})

test('a replica of a replica tells of the first in the chain', () => {
  const chain = [silent('one'), follower('two', 'one'), follower('three', 'two')]
  expect(sourceOf('three', chain)).toBe('one')
  expect(leadOf(chain)).toEqual({ state: 'led', node: 'one', followers: ['two', 'three'] })
})

test('of two that are followed the silent one led; two silent ones leave it open', () => {
  const halfway = [silent('one'), closed('two'), follower('three', 'two'), follower('four', 'one')]
  expect(leadOf(halfway)).toMatchObject({ state: 'led', node: 'one' })
  expect(leadOf([silent('one'), silent('two'), ...halfway.slice(2)])).toEqual({ state: 'unknown' })
})

test('nothing is guessed where nobody can tell: no answer, a circle, two that lead, a source nobody declares', () => {
  for (const servers of [
    [silent('one'), silent('two')],
    [follower('one', 'two'), follower('two', 'one')],
    [silent('one'), follower('two', '10.0.0.9:3306')],
    [leads('one'), leads('two')],
  ]) {
    expect(failedChoices(servers).filter(({ verdict }) => verdict === 'fit')).toEqual([])
  }
  expect(wordsOf([leads('one'), leads('two')])[0]).toBe('one unfit: takes writes, and is not the only one')
  expect(refusalAsFailed('one', [silent('one'), silent('two')])).toBeNull()
  expect(refusalAsFailed('one', [leads('one'), leads('two')])).toBeNull()
})
