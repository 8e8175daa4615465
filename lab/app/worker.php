<?php

declare(strict_types=1);

require __DIR__ . '/bootstrap.php';

/** A queue worker under Horizon's keys: it beats every second, whatever its jobs do. */
final class Worker
{
    private const QUEUES = ['webhooks', 'default'];
    private const HEARTBEAT_TTL_SECONDS = 15;
    private const RESERVED_SECONDS = 90;
    private const JOBS_A_ROUND = 20;

    private float $lastBeat = 0.0;
    private string $configuration = '';

    public function __construct(private readonly string $name, private readonly string $pauseFile)
    {
    }

    public function run(): never
    {
        while (true) {
            try {
                $this->beat();
                $this->followConfiguration();
                $worked = $this->isPaused() ? 0 : $this->workARound();
                usleep($worked > 0 ? 1_000 : 200_000);
            } catch (RedisException | RedisClusterException $error) {
                fwrite(STDERR, gmdate('c') . " redis: {$error->getMessage()}\n");
                Cache::forget();
                usleep(300_000);
            }
        }
    }

    private function beat(): void
    {
        if (microtime(true) - $this->lastBeat < 1.0) {
            return;
        }
        $redis = Cache::connection();
        $supervisor = "{$this->name}:supervisor-1";
        $state = ['pid' => (string) getmypid(), 'status' => 'running', 'expires' => (string) (time() + self::HEARTBEAT_TTL_SECONDS)];
        $master = $state + [
            'name' => $this->name,
            'environment' => 'production',
            'supervisors' => json_encode([$supervisor]),
        ];
        $processes = json_encode(['redis:' . implode(',', self::QUEUES) => 1]);
        $this->keep("laravel_horizon:master:{$this->name}", $master);
        $this->keep("laravel_horizon:supervisor:$supervisor", $state + [
            'name' => $supervisor,
            'master' => $this->name,
            'processes' => $processes,
        ]);
        $redis->zAdd('laravel_horizon:masters', time(), $this->name);
        $redis->zAdd('laravel_horizon:supervisors', time(), $supervisor);
        $this->lastBeat = microtime(true);
    }

    private function keep(string $key, array $fields): void
    {
        Cache::connection()->hMSet($key, $fields);
        Cache::connection()->expire($key, self::HEARTBEAT_TTL_SECONDS);
    }

    /** A runbook may point the host at another database while this process holds a connection to the old one. */
    private function followConfiguration(): void
    {
        clearstatcache();
        $version = filemtime((string) getenv('APP_CONFIG')) . ':' . fileinode((string) getenv('APP_CONFIG'));
        if ($version !== $this->configuration) {
            Host::forget();
            Database::forget();
            $this->configuration = $version;
        }
    }

    private function isPaused(): bool
    {
        clearstatcache(true, $this->pauseFile);

        return file_exists($this->pauseFile);
    }

    private function workARound(): int
    {
        $worked = 0;
        foreach (self::QUEUES as $queue) {
            $this->moveDue($queue, 'delayed');
            $this->moveDue($queue, 'reserved');
            while ($worked < self::JOBS_A_ROUND && ($payload = Cache::connection()->lPop(Queue::key($queue)))) {
                $worked += 1;
                if (!$this->work($queue, $payload)) {
                    return 0;
                }
            }
        }

        return $worked;
    }

    /** Jobs whose time has come, and jobs whose worker died with them, go back on the queue. */
    private function moveDue(string $queue, string $part): void
    {
        $key = Queue::key($queue, $part);
        foreach (Cache::connection()->zRangeByScore($key, '-inf', (string) time(), ['limit' => [0, 50]]) as $payload) {
            // Of two workers only the one that takes it out may put it back.
            if (Cache::connection()->zRem($key, $payload) > 0) {
                Cache::connection()->rPush(Queue::key($queue), $payload);
            }
        }
    }

    /** False when the database cannot be reached: the job waits, it has not failed. */
    private function work(string $queue, string $payload): bool
    {
        $reserved = Queue::key($queue, 'reserved');
        Cache::connection()->zAdd($reserved, time() + self::RESERVED_SECONDS, $payload);
        $isReachable = true;
        try {
            $this->handle($queue, $payload);
        } catch (PDOException $error) {
            fwrite(STDERR, gmdate('c') . " database: {$error->getMessage()}\n");
            Database::forget();
            Host::forget();
            Cache::connection()->zAdd(Queue::key($queue, 'delayed'), time() + 2, $payload);
            $isReachable = false;
        }
        Cache::connection()->zRem($reserved, $payload);

        return $isReachable;
    }

    private function handle(string $queue, string $payload): void
    {
        $job = json_decode($payload, true);
        $uuid = is_array($job) ? (string) ($job['uuid'] ?? '') : '';
        $command = is_array($job) ? ($job['data']['command'] ?? null) : null;
        if ($uuid === '' || !is_array($command) || isset($command['fail'])) {
            $this->recordFailure($queue, $payload, $uuid);

            return;
        }
        Database::execute(
            'INSERT IGNORE INTO handled_jobs (uuid, name, worker, handled_at) VALUES (?, ?, ?, NOW(3))',
            [$uuid, (string) ($job['displayName'] ?? ''), $this->name],
        );
    }

    private function recordFailure(string $queue, string $payload, string $uuid): void
    {
        Database::execute(
            'INSERT IGNORE INTO failed_jobs (uuid, connection, queue, payload, exception, failed_at) '
                . 'VALUES (?, ?, ?, ?, ?, NOW())',
            [$uuid ?: bin2hex(random_bytes(16)), 'redis', $queue, $payload, 'the job cannot be handled'],
        );
    }
}

(new Worker((string) Host::config('APP_HOST'), (string) Host::config('WORKER_PAUSE_FILE')))->run();
