import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const require = createRequire(import.meta.url)
let isInstantiated = false

/**
 * Works with Prisma's own migration engine compiled to WebAssembly, so nothing is downloaded at run time.
 * The package expects a bundler that imports `.wasm`; here its parts are put together by hand.
 */
export async function withSchemaEngine<T>(
  url: string,
  schema: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await instantiate()
  const adapters = new WholeScripts({ connectionString: url })
  const factory = bindMigrationAwareSqlAdapterFactory(adapters)
  const datamodels: [string, string][] = [['schema.prisma', schema]]
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, factory)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await adapters.close()
  }
}

/** The adapter cuts a script at every semicolon, quoted ones too, so function bodies would break: run it whole. */
class WholeScripts extends PrismaPg {
  private readonly closers: (() => Promise<void>)[] = []

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect()
    this.closers.push(() => adapter.dispose())
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script)
    }
    return adapter
  }

  /** Freeing the engine leaves its pools open. */
  async close(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()))
  }
}

async function instantiate(): Promise<void> {
  if (isInstantiated) return
  const file = require
    .resolve('@prisma/schema-engine-wasm')
    .replace('schema_engine.js', 'schema_engine_bg.wasm')
  const module = await WebAssembly.compile(await readFile(file))
  const loaded = bindings as unknown as WebAssembly.ModuleImports & WasmGlue
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': loaded })
  loaded.__wbg_set_wasm(instance.exports)
  startOf(instance)()
  isInstantiated = true
}

interface WasmGlue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
}

function startOf(instance: WebAssembly.Instance): () => void {
  const start = instance.exports.__wbindgen_start
  if (typeof start !== 'function') throw new Error('the schema engine has no start function')
  return () => start()
}
