import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS, BUCKETS } from '@/lab/estate'
import { ownProgram } from '@/lab/own-program'
import { s3Client } from '@/lab/s3/client'
import { labS3Access } from '@/lab/s3/lab-access'
import { defineService, type LabService } from '@/lab/service'

const PORT = 9000

/** The estate's S3, and the copy of its backups in the backup datacentre. */
export const s3Services: readonly LabService[] = [s3('s3', BUCKETS), s3('backup-s3', ['askproai-backups'])]

function s3(node: 's3' | 'backup-s3', buckets: readonly string[]): LabService {
  const address = ADDRESS[node]
  return defineService({
    node,
    address,
    ports: [PORT],
    packages: [],
    async prepare(lab) {
      await lab.makeFolder(node, 'data')
    },
    command: (lab) =>
      ownProgram(lab, {
        path: 'lab/s3/main.ts',
        env: {
          S3_ACCESS_KEY: lab.secret('s3-access-key'),
          S3_SECRET_KEY: lab.secret('s3-secret-key'),
          S3_ADDRESS: address,
          S3_PORT: String(lab.port(PORT)),
          S3_FOLDER: `${lab.folderOf(node)}/data`,
          S3_BUCKETS: buckets.join(','),
        },
      }),
    async isReady(lab, signal) {
      const client = s3Client({ ...labS3Access(lab), endpoint: `http://${address}:${lab.port(PORT)}` })
      await untilAnswers(async (abortSignal) => {
        for (const Bucket of buckets) await client.send(new HeadBucketCommand({ Bucket }), { abortSignal })
      }, signal)
      client.destroy()
    },
  })
}
