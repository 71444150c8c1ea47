export { CONFIG, ConfigModule } from './config.module.js';
export { type Config, loadConfig, loadEnvFile, mongodbBinaryDir, type RedisConfig } from './load-config.js';
