import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'http',
  node: 'alertmanager',
  settings: { scheme: 'http', host: '127.10.4.21', port: labPort(9093), path: '/-/healthy' },
  healthy: { status: 'healthy', reason: /^answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describeProbeContract({
  kind: 'http',
  node: 'nginx-2',
  settings: {
    scheme: 'https',
    host: '127.10.2.10',
    port: labPort(443),
    path: '/static/health.txt',
    serverName: 'askproai.de',
    caFile: 'file:lab/tls/ca.pem',
  },
  healthy: { status: 'healthy', reason: /^answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})
