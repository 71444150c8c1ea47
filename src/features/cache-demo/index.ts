export { CacheDemoModule } from './cache-demo.module.js';
