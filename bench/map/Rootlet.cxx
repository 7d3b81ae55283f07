// Rootlet in row `map`: an object that was added to a TMapFile, and Get() into an existing one.
#include "Contestant.h"

#include "TMapFile.h"

#include <filesystem>

namespace exchange {
namespace {

template <class T>
class RootletProducer final : public Producer {
public:
   RootletProducer() { fMap->Add(fObject.get(), "object"); }
   ~RootletProducer() override
   {
      fMap.reset();
      std::filesystem::remove(MapPath("rootlet"));
   }
   void Update(std::int64_t mark) override
   {
      SetMark(*fObject, mark);
      fMap->Update();
   }

private:
   std::unique_ptr<T> fObject = Make<T>();
   std::unique_ptr<TMapFile> fMap{TMapFile::Create(MapPath("rootlet").c_str(), "RECREATE")};
};

template <class T>
class RootletConsumer final : public Consumer {
public:
   std::int64_t Get() override { return fMap->Get("object", fObject.get()) != nullptr ? Mark(*fObject) : -1; }

private:
   std::unique_ptr<T> fObject = MakeEmpty<T>();
   std::unique_ptr<TMapFile> fMap{TMapFile::Create(MapPath("rootlet").c_str(), "READ")};
};

std::unique_ptr<Producer> MakeProducer(What what)
{
   return With(what, []<class T>() -> std::unique_ptr<Producer> { return std::make_unique<RootletProducer<T>>(); });
}

std::unique_ptr<Consumer> MakeConsumer(What what)
{
   return With(what, []<class T>() -> std::unique_ptr<Consumer> { return std::make_unique<RootletConsumer<T>>(); });
}

} // namespace

const Contestant kRootlet = {"rootlet", MakeProducer, MakeConsumer};

} // namespace exchange
