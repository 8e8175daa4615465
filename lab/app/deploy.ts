import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { ADDRESS, REDIS_ADDRESSES, REGION } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { writeOwnedFile } from '@/lab/tls/owned-file'

export type PhpHost = keyof typeof REGION

/** Puts the application and this host's configuration in place, as a deployment would. */
export async function deployApplication(lab: Lab, node: PhpHost): Promise<void> {
  const folder = await lab.makeFolder(node, 'app')
  await cp(join(lab.projectFolder, 'lab', 'app'), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  })
  await writeHostConfiguration(lab, node)
}

/** `env.php` of a host: read anew by every request, so that a runbook can re-point the database in it. */
export async function writeHostConfiguration(lab: Lab, node: PhpHost): Promise<void> {
  await writeOwnedFile(environmentFile(lab, node), phpArray(hostConfiguration(lab, node)), 0o600)
}

export function environmentFile(lab: Lab, node: PhpHost): string {
  return join(lab.folderOf(node), 'env.php')
}

export function pauseFile(lab: Lab, node: PhpHost): string {
  return join(lab.folderOf(node), 'paused')
}

type Setting = string | number | readonly string[]

function hostConfiguration(lab: Lab, node: PhpHost): Readonly<Record<string, Setting>> {
  return {
    APP_HOST: node,
    APP_REGION: REGION[node],
    DB_HOST: ADDRESS['mariadb-primary'],
    DB_PORT: lab.port(3306),
    DB_USERNAME: 'app',
    DB_PASSWORD: lab.secret('mariadb-app'),
    DB_SSL_CA: join(lab.folder, 'tls', 'ca.pem'),
    REDIS_SEEDS: REDIS_ADDRESSES.map((address) => `${address}:${lab.port(6379)}`),
    REDIS_PASSWORD: lab.secret('redis'),
    AWS_HOST: `${ADDRESS.s3}:${lab.port(9000)}`,
    AWS_BUCKET: 'askproai-uploads',
    AWS_ACCESS_KEY_ID: lab.secret('s3-access-key'),
    AWS_SECRET_ACCESS_KEY: lab.secret('s3-secret-key'),
    WEBHOOK_SECRET: lab.secret('webhook-signing'),
    WORKER_PAUSE_FILE: pauseFile(lab, node),
  }
}

/** Values are ours and hold no quotes, so plain quoting is enough. */
function phpArray(settings: Readonly<Record<string, Setting>>): string {
  const literal = (value: Setting): string => {
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' ? `'${value}'` : `[${value.map(literal).join(', ')}]`
  }
  const lines = Object.entries(settings).map(([key, value]) => `    '${key}' => ${literal(value)},`)
  return `<?php\n\nreturn [\n${lines.join('\n')}\n];\n`
}
