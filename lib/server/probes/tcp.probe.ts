import { z } from 'zod'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema } from './settings'
import { heldSocket, openSocket } from './wire/socket'

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema,
  hold: z
    .boolean()
    .default(true)
    .meta({
      description:
        'Keep one connection open between probes, so that its break is noticed at once. Not for servers that ' +
        'spend a worker or a sign-in slot on each connection, such as PHP-FPM and sshd.',
    }),
})
type TcpSettings = z.infer<typeof settings>

type TcpMeasurement = { readonly outcome: 'connected'; readonly connectMs: number } | ProbeFailure

/** A new connection each time: that the kept one still stands would not prove that others get in. */
export const tcpProbe = defineProbe<TcpSettings, TcpMeasurement>({
  kind: 'tcp',
  title: 'TCP port answers',
  settings,
  async measure({ host, port, hold }, context) {
    const opened = await openSocket({ host, port }, context)
    if (opened.outcome === 'failed') {
      context.dropHeld()
      return opened
    }
    const { socket, connectMs } = opened
    const kept = hold ? await context.held(async () => heldSocket(socket)) : undefined
    if (kept !== socket) socket.destroy()
    return { outcome: 'connected', connectMs }
  },
  judge(measurement, { host, port }) {
    const evidence = [{ label: 'Address', value: `${host}:${port}` }]
    if (measurement.outcome === 'failed') return judgeFailure(measurement, evidence)
    const { connectMs } = measurement
    return judgement('healthy', `answers in ${milliseconds(connectMs)}`, {
      evidence,
      figures: { connectMs: tenths(connectMs) },
    })
  },
})
