import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HttpResponseReader, MalformedAnswer } from './http-response'

interface Options {
  readonly maxBodyBytes?: number
  readonly isHeadRequest?: boolean
  /** Sizes of the pieces in which the bytes arrive. */
  readonly pieces?: readonly number[]
}

function read(text: string, { maxBodyBytes = 1_000, isHeadRequest = false, pieces = [] }: Options = {}) {
  const reader = new HttpResponseReader({ maxBodyBytes, isHeadRequest })
  let rest = Buffer.from(text)
  for (const size of [...pieces, rest.length]) {
    if (rest.length > 0) reader.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  return reader
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'

describe('reading an HTTP answer', () => {
  it('takes a body of a known length', () => {
    const reader = read(plain)
    expect(reader).toMatchObject({ isComplete: true, isTruncated: false, head: { status: 200 } })
    expect(reader.body()).toBe('hello')
  })

  it('takes a body in chunks', () => {
    expect(read(chunked).body()).toBe('hello world')
  })

  it('takes a body that ends with the connection, and only then is complete', () => {
    const reader = read('HTTP/1.0 200 OK\r\n\r\nhello')
    expect(reader.isComplete).toBe(false)
    reader.end()
    expect(reader.body()).toBe('hello')
  })

  it('reads the same however the bytes are cut', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom(plain, chunked), pieces, (text, sizes) => {
        const reader = read(text, { pieces: sizes })
        expect(reader.isComplete).toBe(true)
        expect(reader.body()).toBe(read(text).body())
      }),
    )
  })

  it('passes over interim answers', () => {
    expect(read(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${plain}`).head?.status).toBe(200)
  })

  it.each([204, 304])('expects no body with %d', (status) => {
    expect(read(`HTTP/1.1 ${status} None\r\nContent-Length: 5\r\n\r\n`).isComplete).toBe(true)
  })

  it('expects no body of an answer to HEAD', () => {
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { isHeadRequest: true }).isComplete).toBe(
      true,
    )
  })

  it('keeps no more of the body than it may', () => {
    const reader = read('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nhello world', {
      maxBodyBytes: 5,
    })
    expect(reader).toMatchObject({ isComplete: true, isTruncated: true })
    expect(reader.body()).toBe('hello')
  })

  it('joins repeated headers and lowers their names', () => {
    const reader = read('HTTP/1.1 204 X\r\nA-b: 1\r\na-B:  2 \r\n\r\n')
    expect(reader.head?.headers.get('a-b')).toBe('1, 2')
  })
})

describe('an answer that breaks HTTP', () => {
  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'does not speak HTTP'],
    ['a status that is none', 'HTTP/1.1 999 X\r\n\r\n', 'does not speak HTTP'],
    [
      'a length and chunks',
      'HTTP/1.1 200 X\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'twice',
    ],
    ['two lengths', 'HTTP/1.1 200 X\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 'broken length'],
    ['a negative length', 'HTTP/1.1 200 X\r\nContent-Length: -1\r\n\r\n', 'broken length'],
    [
      'a coding that is not known',
      'HTTP/1.1 200 X\r\nTransfer-Encoding: gzip\r\n\r\n',
      'transfer coding gzip',
    ],
    ['a header without a name', 'HTTP/1.1 200 X\r\n: 1\r\n\r\n', 'broken header'],
    ['a folded header', 'HTTP/1.1 200 X\r\nA: 1\r\n b\r\n\r\n', 'broken header'],
    [
      'a chunk without a size',
      'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n',
      'without a size',
    ],
    ['headers without end', `HTTP/1.1 200 X\r\nA: ${'x'.repeat(40_000)}`, 'headers without end'],
  ])('is told by its fault: %s', (_case, text, words) => {
    expect(() => read(text)).toThrow(words)
    expect(() => read(text)).toThrow(MalformedAnswer)
  })

  it('is told when it ends early', () => {
    expect(() => read('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello').end()).toThrow(
      'ended the answer early',
    )
  })

  it('never ends in anything but an answer or a told fault', () => {
    const noise = fc.string({
      unit: fc.constantFrom('\r\n', 'HTTP/1.1 ', '200 OK', ':', '0', 'a', '\r\n\r\n', '\0'),
    })
    fc.assert(
      fc.property(noise, (text) => {
        try {
          read(text).end()
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedAnswer)
        }
      }),
    )
  })
})
