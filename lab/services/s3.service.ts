import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS, BUCKETS } from '@/lab/estate'
import { ownProgram } from '@/lab/own-program'
import { s3Client } from '@/lab/s3/client'
import { labS3Access } from '@/lab/s3/lab-access'
import { defineService } from '@/lab/service'

const node = 's3'
const address = ADDRESS[node]
const PORT = 9000

export const s3Service = defineService({
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
        S3_BUCKETS: BUCKETS.join(','),
      },
    }),
  async isReady(lab, signal) {
    const client = s3Client(labS3Access(lab))
    await untilAnswers(async (abortSignal) => {
      for (const Bucket of BUCKETS) await client.send(new HeadBucketCommand({ Bucket }), { abortSignal })
    }, signal)
    client.destroy()
  },
})
