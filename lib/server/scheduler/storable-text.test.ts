import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storableJson, storableText } from './storable-text'

test('NUL and halves of surrogate pairs are replaced, all else is kept', () => {
  expect(storableText('a\u0000b\ud800c')).toBe('a\ufffdb\ufffdc')
  expect(storableText('ünï 🚦')).toBe('ünï 🚦')
})

test('JSON loses only what PostgreSQL cannot hold', () => {
  expect(JSON.parse(storableJson({ text: 'a\u0000b\udc00', path: 'C:\\u0000' }))).toEqual({
    text: 'a\ufffdb\ufffd',
    path: 'C:\\u0000',
  })
})

test('any text stays valid JSON without what PostgreSQL refuses', () => {
  const unit = fc.oneof(
    fc.constantFrom('\\', 'u', '0000', '\u0000', '\ud800', '\udc00', 'd800', '"'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(unit), (parts) => {
      const text = parts.join('')
      const parsed: unknown = JSON.parse(storableJson({ text }))
      expect(parsed).toEqual({ text: storableText(text) })
    }),
  )
})
