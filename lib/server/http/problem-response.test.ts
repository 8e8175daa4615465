import { expect, test } from 'vitest'
import { problemSchema } from '@/lib/core/api/problem'
import { AppError, type ErrorCode, errorCodes } from '@/lib/core/errors/app-error'
import { HttpProblem, isUnexpected, problemResponse } from './problem-response'

const codes = Object.keys(errorCodes) as ErrorCode[]

test.each(codes)('%s becomes problem+json with its own status, and nothing of its cause', async (code) => {
  const error = new AppError(code, 'Said to people.', { cause: new Error('postgres://user:hunter2@db') })
  const response = problemResponse(error, 'request-1')
  expect(response.status).toBe(errorCodes[code].status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const text = await response.text()
  expect(text).not.toContain('hunter2')
  expect(problemSchema.parse(JSON.parse(text))).toMatchObject({ code, detail: 'Said to people.' })
})

test('each thing that is wrong with an input is named', async () => {
  const problems = [{ path: 'nodes.3.address', message: 'not an address', line: 12 }]
  const response = problemResponse(new AppError('bad-input', 'No.', { problems }), 'request-1')
  expect(await response.json()).toMatchObject({ problems })
})

test('who must wait is told how long, in the header too', async () => {
  const error = new AppError('too-many-requests', 'Wait.', { retryAfterSeconds: 12.3 })
  expect(problemResponse(error, 'request-1').headers.get('retry-after')).toBe('13')
})

test('an error that nobody threw on purpose says a request id and nothing more', async () => {
  const error = new Error('relation "User" does not exist at postgres://user:hunter2@db')
  const response = problemResponse(error, 'request-1')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).toContain('request-1')
  expect(text).not.toMatch(/hunter2|relation/)
  expect(isUnexpected(error)).toBe(true)
})

test('a method that is not allowed names those that are', () => {
  const response = problemResponse(
    new HttpProblem('method-not-allowed', 'No.', { allow: 'GET' }),
    'request-1',
  )
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
})
