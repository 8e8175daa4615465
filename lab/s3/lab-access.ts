import { ADDRESS } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import type { S3Access } from '@/lab/s3/client'

/** The copy of the backups in the backup datacentre. */
export function backupS3Endpoint(lab: Lab): string {
  return `http://${ADDRESS['backup-s3']}:${lab.port(9000)}`
}

export function labS3Access(lab: Lab): S3Access {
  return {
    endpoint: `http://${ADDRESS.s3}:${lab.port(9000)}`,
    accessKeyId: lab.secret('s3-access-key'),
    secretAccessKey: lab.secret('s3-secret-key'),
  }
}
