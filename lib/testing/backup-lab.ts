import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { vi } from 'vitest'
import { openLab } from '@/lab/lab'
import { type Row, withServer } from '@/lab/mariadb/connection'
import { s3Client } from '@/lab/s3/client'
import { labS3Access } from '@/lab/s3/lab-access'
import { type BinlogChain, binlogChainSchema } from '@/lib/core/backups/backup'
import { siteSchema } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'
import { declaredSettings, testActionContext } from './action-context'

const Bucket = 'askproai-backups'
const BACKUP_MARIADB = '127.10.6.30'
const PRIMARY = '127.10.3.10'

const lab = openLab()
const client = s3Client(labS3Access(lab))

/** Statements as the lab's own account, past every action. */
export function sqlOf(address: 'primary' | 'target', statements: readonly string[]): Promise<readonly Row[]> {
  return withServer(lab, address === 'primary' ? PRIMARY : BACKUP_MARIADB, async (server) => {
    let rows: Row[] = []
    for (const statement of statements) {
      const answer: unknown = await server.query(statement)
      if (Array.isArray(answer)) rows = answer
    }
    return rows
  })
}

/** An order through the real path: edge, nginx, PHP, the primary. It is committed when this resolves. */
export async function placeOrder(reference: string): Promise<void> {
  const context = testActionContext()
  const site = siteSchema.parse(declaredSettings('cloudflare').site)
  const body = JSON.stringify({ reference })
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
  const { status } = await visitSite(site, { path: '/api/orders', method: 'POST', body, headers }, context)
  if (status !== 201) throw new Error(`the order was answered ${status}`)
}

/** Waits until the archive holds all that the primary had committed when this was called. */
export async function untilArchived(): Promise<BinlogChain> {
  const [row] = await sqlOf('primary', ['SELECT @@gtid_binlog_pos AS position'])
  const goal = Number(String(row?.position).split('-')[2])
  return vi.waitFor(
    async () => {
      const chain = binlogChainSchema.parse(
        JSON.parse((await readObject('binlog/10/chain.json')).toString('utf8')),
      )
      if (Number(chain.gtid.split('-')[2]) < goal) throw new Error(`archived up to ${chain.gtid}`)
      return chain
    },
    { timeout: 20_000, interval: 200 },
  )
}

export async function readObject(key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

export async function writeObject(key: string, body: Buffer | string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }))
}

async function keysUnder(prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }))
  return Contents.flatMap(({ Key }) => Key ?? []).sort()
}

/** Removes what was archived of servers that led meanwhile: a bucket that holds it is no plain case. */
export async function forgetOtherLeaders(): Promise<void> {
  const keys = (await keysUnder('binlog/')).filter((key) => !key.startsWith('binlog/10/'))
  if (keys.length === 0) return
  const Objects = keys.map((Key) => ({ Key }))
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
}

/** The newest dump and the present archive under prefixes of their own, to be spoilt without harm. */
export async function copyBackup(name: string) {
  const manifestKey =
    (await keysUnder('mariadb/')).filter((key) => key.endsWith('.manifest.json')).at(-1) ?? ''
  const manifest = JSON.parse((await readObject(manifestKey)).toString('utf8'))
  const chain = await untilArchived()
  const dumps = `${name}/dumps/`
  const binlogs = `${name}/binlog/`
  const key = `${dumps}dump.sql.gz`
  const files = chain.files.map((file) => ({ ...file, key: `${binlogs}10/${file.file}` }))
  await writeObject(key, await readObject(manifest.key))
  await writeObject(`${key}.manifest.json`, JSON.stringify({ ...manifest, key }))
  for (const [index, file] of chain.files.entries()) {
    await writeObject(files[index]?.key ?? '', await readObject(file.key))
  }
  const saved = { ...chain, files }
  await writeObject(`${binlogs}10/chain.json`, JSON.stringify(saved))
  return { settings: { dumps, binlogs }, manifest: { ...manifest, key }, key, chain: saved }
}
