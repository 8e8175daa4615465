import { requiredEnvironment } from '@/lab/required-environment'
import { createS3Server, registerKeyPair } from '@/lab/s3/s3rver'

const { S3_ACCESS_KEY, S3_SECRET_KEY, S3_ADDRESS, S3_PORT, S3_FOLDER, S3_BUCKETS } = requiredEnvironment(
  ...(['S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_ADDRESS', 'S3_PORT', 'S3_FOLDER', 'S3_BUCKETS'] as const),
)

registerKeyPair(S3_ACCESS_KEY, S3_SECRET_KEY)
await createS3Server({
  address: S3_ADDRESS,
  port: Number(S3_PORT),
  directory: S3_FOLDER,
  silent: true,
  vhostBuckets: false,
  configureBuckets: S3_BUCKETS.split(',').map((name) => ({ name, configs: [] })),
}).run()
