import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { failureReason, judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement, unknownBecause } from './judgement'
import { describeS3Error, isS3AccountFault, openS3, requireList, s3AccessFields } from './s3/client'
import { useHeldSession } from './wire/held-session'

const settings = z.strictObject(s3AccessFields)
type S3Settings = z.infer<typeof settings>
type S3Measurement = { readonly outcome: 'reached'; readonly answerMs: number } | ProbeFailure

export const s3Probe = defineProbe<S3Settings, S3Measurement>({
  kind: 's3',
  title: 'S3 bucket lets us in',
  settings,
  measure: (access, context) =>
    useHeldSession<Awaited<ReturnType<typeof openS3>>['value'], S3Measurement>({
      context,
      open: () => openS3(access, context),
      async work(client) {
        const startedMs = performance.now()
        // Not HEAD: that some servers answer whoever signs it. No key is needed of the list.
        const command = new ListObjectsV2Command({ Bucket: access.bucket, MaxKeys: 0 })
        requireList(await client.send(command, { abortSignal: context.signal }), access.bucket)
        return { outcome: 'reached', answerMs: performance.now() - startedMs }
      },
      describe: describeS3Error,
    }),
  judge(measurement, { scheme, host, port, bucket }) {
    const evidence = [{ label: 'Bucket', value: `${bucket} at ${scheme}://${host}:${port}` }]
    if (measurement.outcome === 'failed') {
      if (isS3AccountFault(measurement)) return unknownBecause(failureReason(measurement), evidence)
      return judgeFailure(measurement, evidence)
    }
    const { answerMs } = measurement
    const figures = { answerMs: tenths(answerMs) }
    return judgement('healthy', `lets us into the bucket in ${milliseconds(answerMs)}`, { evidence, figures })
  },
})
