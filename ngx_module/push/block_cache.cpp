// nginx's headers come first.
#include "ngx_module/push/block_cache.h"
//
#include <new>

namespace livecam::http {

BlockCache::BlockCache(ngx_log_t* log) noexcept : log_(log) {
    ngx_queue_init(&blocks_);
}

BlockCache::~BlockCache() {
    forget();
}

Block* BlockCache::find(const Position& from, const Filter& filter) noexcept {
    for (ngx_queue_t* q = ngx_queue_head(&blocks_); q != ngx_queue_sentinel(&blocks_);
         q = ngx_queue_next(q)) {
        auto* block = ngx_queue_data(q, Block, queue);
        if (block->from == from && block->filter == filter) {
            ngx_queue_remove(q);
            ngx_queue_insert_head(&blocks_, q);
            ++block->references;
            return block;
        }
    }
    return nullptr;
}

Block* BlockCache::add(const Position& from, const Filter& filter) noexcept {
    void* memory = ngx_alloc(sizeof(Block), log_);
    if (memory == nullptr) {
        return nullptr;
    }
    auto* block = ::new (memory) Block;
    block->references = 2;  // the caller's and ours
    block->length = 0;
    block->from = from;
    block->to = from;
    block->filter = filter;
    ngx_queue_insert_head(&blocks_, &block->queue);
    if (++count_ > kMaxBlocks) {
        ngx_queue_t* last = ngx_queue_last(&blocks_);
        ngx_queue_remove(last);
        --count_;
        release(ngx_queue_data(last, Block, queue));
    }
    return block;
}

void BlockCache::release(Block* block) noexcept {
    if (--block->references == 0) {
        ngx_free(block);
    }
}

void BlockCache::forget() noexcept {
    while (!ngx_queue_empty(&blocks_)) {
        ngx_queue_t* q = ngx_queue_head(&blocks_);
        ngx_queue_remove(q);
        release(ngx_queue_data(q, Block, queue));
    }
    count_ = 0;
}

}  // namespace livecam::http
