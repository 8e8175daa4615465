import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'fastcgi',
  node: 'php-2',
  settings: { host: '127.10.2.20', port: labPort(9000), pingPath: '/fpm-ping', statusPath: '/fpm-status' },
  healthy: { status: 'healthy', reason: /^\d+ of \d+ workers busy$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})
