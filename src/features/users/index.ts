export { OwnedData, type OwnedDataPart } from './owned-data.js';
export { PasswordHasher } from './password-hasher.js';
export type { NewUser, User } from './user.js';
export { UsersModule } from './users.module.js';
export { UsersRepository } from './users.repository.js';
