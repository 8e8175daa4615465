import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowsMailServer, parseMtaSts } from './mta-sts'

const policy = [
  'version: STSv1',
  'mode: enforce',
  'mx: mx1.example.net',
  'mx: *.backup.example.net',
  'max_age: 604800',
]

describe('an MTA-STS policy', () => {
  it('is read as RFC 8461 writes it, whatever ends its lines', () => {
    for (const end of ['\n', '\r\n']) {
      expect(parseMtaSts(policy.join(end) + end)).toEqual({
        mode: 'enforce',
        mx: ['mx1.example.net', '*.backup.example.net'],
        maxAgeSeconds: 604_800,
        problems: [],
      })
    }
  })

  it('is told for what senders would not take', () => {
    const problemsOf = (...lines: string[]) => parseMtaSts(lines.join('\n')).problems
    expect(problemsOf('mode: none', 'version: STSv1', 'max_age: 1')).toEqual([
      'it does not begin with version: STSv1',
    ])
    expect(problemsOf('version: STSv1', 'mode: strict', 'mx: a.example', 'max_age: 1')).toEqual([
      'its mode is strict',
    ])
    expect(problemsOf('version: STSv1', 'mode: testing', 'max_age: 1')).toEqual(['it names no mail server'])
    expect(problemsOf('version: STSv1', 'mode: none', 'max_age: 31557601')).toHaveLength(1)
    expect(problemsOf('<html>').length).toBeGreaterThan(2)
  })

  it('lets a wildcard stand for one label alone', () => {
    const mx = ['mx1.example.net', '*.backup.example.net']
    expect(allowsMailServer({ mx }, 'MX1.example.net.')).toBe(true)
    expect(allowsMailServer({ mx }, 'one.backup.example.net')).toBe(true)
    expect(allowsMailServer({ mx }, 'backup.example.net')).toBe(false)
    expect(allowsMailServer({ mx }, 'a.one.backup.example.net')).toBe(false)
    expect(allowsMailServer({ mx }, 'mx2.example.net')).toBe(false)
  })

  it('never throws, whatever a server sends', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMtaSts(text)))
  })
})
