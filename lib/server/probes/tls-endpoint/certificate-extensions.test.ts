import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { extensionsOf, urisIn } from './certificate-extensions'

const BASIC_CONSTRAINTS = '551d13'

it('finds the extensions of every public root that is of version 3', () => {
  for (const pem of rootCertificates) {
    const certificate = new X509Certificate(pem)
    const extensions = extensionsOf(certificate.raw)
    if (extensions.size > 0) expect(extensions.has(BASIC_CONSTRAINTS)).toBe(certificate.ca)
  }
  const withExtensions = rootCertificates.filter((pem) => extensionsOf(new X509Certificate(pem).raw).size > 0)
  expect(withExtensions.length).toBeGreaterThan(rootCertificates.length / 2)
})

it('reads the addresses of a distribution point', () => {
  const uri = 'http://crl.example/a.crl'
  const element = (tag: number, content: Buffer) =>
    Buffer.concat([Buffer.from([tag, content.length]), content])
  const name = element(0xa0, element(0xa0, element(0x86, Buffer.from(uri))))
  expect(urisIn(element(0x30, element(0x30, name)))).toEqual([uri])
})

it('ends on whatever bytes a peer serves', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(extensionsOf(Buffer.from(bytes)).size).toBeGreaterThanOrEqual(0)
      expect(urisIn(Buffer.from(bytes))).toBeInstanceOf(Array)
    }),
  )
})
