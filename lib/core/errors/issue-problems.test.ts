import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueProblems, issueWords } from './issue-problems'

const schema = z.strictObject({
  reason: z.string('must be a text'),
  server: z.strictObject({ port: z.int() }).optional(),
  by: z
    .union([z.strictObject({ name: z.string(), role: z.string() }), z.strictObject({ token: z.string() })])
    .optional(),
})

function problems(input: unknown, under?: string) {
  const { error } = schema.safeParse(input)
  if (!error) throw new Error('it is valid')
  return issueProblems(error, under).map(({ path, message }) => `${path} ${message}`)
}

test('a key that is not known is named itself, at the top and below', () => {
  expect(problems({ reason: 'x', colour: 'red', size: 2 })).toEqual([
    'colour is not known here',
    'size is not known here',
  ])
  expect(problems({ reason: 'x', server: { port: 1, host: 'a' } }, 'query')).toEqual([
    'query.server.host is not known here',
  ])
})

test('of a union the branch with the fewest faults was meant', () => {
  expect(problems({ reason: 'x', by: { token: 'x', scope: 'all' } })).toEqual(['by.scope is not known here'])
})

test('words never begin with a colon, also where the whole input is wrong', () => {
  const words = (input: unknown) => issueWords(schema.safeParse(input).error ?? new z.ZodError([]))
  expect(words(null)).toBe('Invalid input: expected object, received null')
  expect(words({ colour: 'red' })).toBe('reason: must be a text; colour: is not known here')
})
