import { describe, expect, it } from 'vitest'
import { ssImporter } from './ss.importer'

const HEADING = 'Netid State  Recv-Q Send-Q    Local Address:Port    Peer Address:Port Process'
const read = (...rows: string[]) =>
  ssImporter.read([HEADING, ...rows].join('\n'), { node: 'web-1', file: 'ss.txt', zone: null })

function sockets(reading: ReturnType<typeof read>) {
  if (reading.effect?.type !== 'facts') return []
  return reading.effect.facts.map((fact) =>
    fact.kind === 'socket'
      ? `${fact.transport} ${fact.localAddress} ${fact.port} ${fact.process}`
      : fact.kind,
  )
}

describe('an import of ss', () => {
  it('reads sockets of both families, of every address, with interfaces and processes', () => {
    const reading = read(
      'udp   UNCONN 0      0      127.0.0.53%lo:53         0.0.0.0:*    users:(("systemd-resolve",pid=600,fd=13))',
      'tcp   LISTEN 0      128          0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=1,fd=3))',
      'tcp   LISTEN 0      511                *:80               *:*    users:(("nginx",pid=7,fd=6),("nginx",pid=8,fd=6))',
      'tcp   LISTEN 0      128             [::]:22            [::]:*    users:(("sshd",pid=1,fd=4))',
      'udp   UNCONN 0      0  [fe80::1]%eth0:546            [::]:*    users:(("dhclient",pid=9,fd=6))',
      'tcp   LISTEN 0      80         127.0.0.1:3306       0.0.0.0:*',
    )
    expect(reading.notUnderstood).toEqual([])
    expect(sockets(reading)).toEqual([
      'udp 127.0.0.53%lo 53 systemd-resolve',
      'tcp 0.0.0.0 22 sshd',
      'tcp 0.0.0.0 80 nginx',
      'tcp :: 80 nginx',
      'tcp :: 22 sshd',
      'udp fe80::1%eth0 546 dhclient',
      'tcp 127.0.0.1 3306 null',
    ])
    expect(reading.understood).toHaveLength(7)
  })

  it('joins the processes of one socket, and a process on the line below it', () => {
    const reading = read(
      'tcp LISTEN 0 1 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=1,fd=1))',
      'tcp LISTEN 0 1 0.0.0.0:80 0.0.0.0:* users:(("caddy",pid=2,fd=1))',
      'tcp LISTEN 0 1 0.0.0.0:81 0.0.0.0:*',
      '     users:(("haproxy",pid=3,fd=1))',
    )
    expect(sockets(reading)).toEqual(['tcp 0.0.0.0 80 nginx, caddy', 'tcp 0.0.0.0 81 haproxy'])
  })

  it('reads the processes of an iproute2 that called neither pid nor fd by its name', () => {
    const reading = read(
      'tcp LISTEN 0 128 *:80 *:* users:(("nginx",1234,6),("nginx",1235,6))',
      'tcp LISTEN 0 128 :::22 :::* users:(("sshd",815,4))',
    )
    expect(sockets(reading)).toEqual(['tcp 0.0.0.0 80 nginx', 'tcp :: 80 nginx', 'tcp :: 22 sshd'])
  })

  it('leaves connections out, and says of each line why it was not understood', () => {
    const reading = read(
      'tcp ESTAB 0 0 10.0.0.1:22 10.0.0.2:50000',
      'tcp LISTEN 0 1 0.0.0.0:http 0.0.0.0:*',
      'tcp LISTEN 0 1 0.0.0.0:99999 0.0.0.0:*',
      '$ exit',
      'x'.repeat(5_000),
    )
    expect(reading.understood[1]?.as).toContain('left out')
    expect(reading.notUnderstood.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'port http is a name'],
      [4, 'there is no port 99999'],
      [5, 'this is no row of ss'],
      [6, 'the line is longer than 4000 characters'],
    ])
  })

  it('takes nothing over while a line is not understood: its socket would pass for one that is gone', () => {
    const good = 'tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*'
    expect(sockets(read(good))).toEqual(['tcp 0.0.0.0 22 null'])
    for (const cut of ['tcp LISTEN 0 511 0.0.0.0:80', 'tcp LISTEN 0 1 0.0.0.0:http 0.0.0.0:*', '# exit']) {
      expect(read(good, cut)).toMatchObject({ effect: null, notUnderstood: [{ line: 3 }] })
    }
  })

  it('refuses what is no output of ss, and knows its own by the heading', () => {
    expect(() => ssImporter.read('hello', { node: 'n', file: 'x.txt', zone: null })).toThrow(
      /heading is missing/,
    )
    expect(ssImporter.recognises(`${HEADING}\n`)).toBe(true)
    expect(ssImporter.recognises('Status: active')).toBe(false)
  })
})
