import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { highestVersion, locateBinary, MissingBinaryError } from '@/lab/debian/locate-binary'
import { namedFiles } from '@/lab/debian/named-files'
import { packageStamp } from '@/lab/debian/stamp'

describe('packageStamp', () => {
  test('the same packages in another order, or twice, are the same', () => {
    expect(packageStamp(['nginx', 'redis'], 'x')).toBe(packageStamp(['redis', 'nginx', 'redis'], 'x'))
  })

  test('one package more, or another system, is something else', () => {
    expect(packageStamp(['nginx'], 'x')).not.toBe(packageStamp(['nginx', 'redis'], 'x'))
    expect(packageStamp(['nginx'], 'x')).not.toBe(packageStamp(['nginx'], 'y'))
  })
})

test('of what apt says only the packages are files to extract', () => {
  const said = [
    'The following NEW packages will be installed:',
    "'http://mirror/pool/n/nginx_1.22.1-9%2bdeb12u1_amd64.deb' nginx_1.22.1-9+deb12u1_amd64.deb 532468 MD5Sum:0",
    "'http://mirror/pool/p/php-common_93_all.deb' php-common_2%3a93_all.deb 13104 ",
    '0 upgraded, 2 newly installed.',
  ]
  expect(namedFiles(said.join('\n'))).toEqual([
    'nginx_1.22.1-9+deb12u1_amd64.deb',
    'php-common_2%3a93_all.deb',
  ])
})

describe('locateBinary', () => {
  let root = ''

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lab-root-'))
    mkdirSync(join(root, 'usr', 'sbin'), { recursive: true })
  })

  afterEach(() => rmSync(root, { recursive: true }))

  test('the extracted packages win over the machine', () => {
    const path = join(root, 'usr', 'sbin', 'sh')
    writeFileSync(path, '', { mode: 0o755 })
    expect(locateBinary('sh', root)).toBe(path)
  })

  test('a program of the machine counts', () => {
    expect(locateBinary('sh', root)).toMatch(/\/sh$/)
  })

  test('a versioned program is found by its plain name', () => {
    const path = join(root, 'usr', 'sbin', 'lab-fpm8.2')
    writeFileSync(path, '', { mode: 0o755 })
    expect(locateBinary('lab-fpm', root)).toBe(path)
  })

  test('a missing program is named', () => {
    expect(() => locateBinary('no-such-server', root)).toThrow(MissingBinaryError)
    expect(() => locateBinary('no-such-server', root)).toThrow('no-such-server')
  })

  test('versions compare as numbers, and other programs do not count', () => {
    expect(highestVersion('php', ['php8.9', 'php8.10', 'phpize9', 'php-cli'])).toBe('php8.10')
    expect(highestVersion('php', ['phpize'])).toBeUndefined()
  })
})
