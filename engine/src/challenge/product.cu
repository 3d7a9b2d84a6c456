// The product of a challenge on a CUDA device; compiled at run time by NVRTC. The formulas are those of
// primitives/src/challenge/matrix.rs. A word holds four 8-bit values along the inner index; words of both matrices lie with
// the lines side by side, `[word][line]`, so that neighbouring threads read neighbouring words.

typedef unsigned int word_t;

// Philox4x32-10: block `blockIdx.y` of a line for each thread, into `out[4 * block .. 4 * block + 4][line]`.
// Grid: (count / blockDim.x, side / 16).
extern "C" __global__ void fill(word_t key0, word_t key1, word_t upper0, word_t upper1, const word_t *lines,
                                word_t count, word_t *out) {
	word_t at = blockIdx.x * blockDim.x + threadIdx.x;
	word_t x0 = blockIdx.y, x1 = lines[at], x2 = upper0, x3 = upper1;
	for (int round = 0; round < 10; round++) {
		word_t low0 = x0 * 0xD2511F53u, high0 = __umulhi(x0, 0xD2511F53u);
		word_t low1 = x2 * 0xCD9E8D57u, high1 = __umulhi(x2, 0xCD9E8D57u);
		x0 = high1 ^ x1 ^ key0;
		x1 = low1;
		x2 = high0 ^ x3 ^ key1;
		x3 = low0;
		key0 += 0x9E3779B9u;
		key1 += 0xBB67AE85u;
	}
	word_t *first = out + (size_t)4 * blockIdx.y * count + at;
	first[0] = x0;
	first[count] = x1;
	first[(size_t)2 * count] = x2;
	first[(size_t)3 * count] = x3;
}

#define TILE 128 // rows and columns of a block of threads
#define DEPTH 16 // words of the inner index in shared memory at a time

// product[row][column], `rows x columns`, of `words` words along the inner index. 256 threads, each for 8 x 8 entries in
// four quarters, so that threads side by side read shared memory without conflicts. Grid: (columns / TILE, rows / TILE).
extern "C" __global__ void __launch_bounds__(256)
multiply(const word_t *left, const word_t *right, word_t rows, word_t columns, word_t words, int *product) {
	__shared__ uint4 lefts[DEPTH][TILE / 4];
	__shared__ uint4 rights[DEPTH][TILE / 4];
	const word_t thread = threadIdx.x, across = thread % 16, down = thread / 16;
	const word_t first_row = blockIdx.y * TILE, first_column = blockIdx.x * TILE;
	int sums[8][8];
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++) sums[i][j] = 0;

	for (word_t start = 0; start < words; start += DEPTH) {
		for (word_t part = thread; part < DEPTH * TILE / 4; part += 256) {
			word_t deep = part / (TILE / 4), at = part % (TILE / 4);
			size_t word = start + deep;
			lefts[deep][at] = *(const uint4 *)(left + word * rows + first_row + 4 * at);
			rights[deep][at] = *(const uint4 *)(right + word * columns + first_column + 4 * at);
		}
		__syncthreads();
#pragma unroll
		for (int deep = 0; deep < DEPTH; deep++) {
			uint4 a0 = lefts[deep][down], a1 = lefts[deep][16 + down];
			uint4 b0 = rights[deep][across], b1 = rights[deep][16 + across];
			int a[8] = {(int)a0.x, (int)a0.y, (int)a0.z, (int)a0.w, (int)a1.x, (int)a1.y, (int)a1.z, (int)a1.w};
			int b[8] = {(int)b0.x, (int)b0.y, (int)b0.z, (int)b0.w, (int)b1.x, (int)b1.y, (int)b1.z, (int)b1.w};
#pragma unroll
			for (int i = 0; i < 8; i++)
#pragma unroll
				for (int j = 0; j < 8; j++) sums[i][j] = __dp4a(a[i], b[j], sums[i][j]);
		}
		__syncthreads();
	}

#pragma unroll
	for (int i = 0; i < 8; i++) {
		size_t row = first_row + (i / 4) * 64 + 4 * down + i % 4;
		int4 *out = (int4 *)(product + row * columns + first_column + 4 * across);
		out[0] = make_int4(sums[i][0], sums[i][1], sums[i][2], sums[i][3]);
		out[16] = make_int4(sums[i][4], sums[i][5], sums[i][6], sums[i][7]);
	}
}
