import { expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.2.20',
  port: labPort(9000),
  pingPath: '/fpm-ping',
  statusPath: '/fpm-status',
}

describeProbeContract({
  kind: 'fastcgi',
  node: 'php-2',
  settings,
  healthy: { status: 'healthy', reason: /^\d+ of \d+ workers busy$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

it('sees that FastCGI is spoken in clear', async () => {
  const { judgement } = await probeLab().run('fastcgi', settings)
  expect(judgement.facts).toMatchObject([
    { kind: 'encryption', spoken: 'FastCGI', port: labPort(9000), state: 'clear' },
  ])
})
