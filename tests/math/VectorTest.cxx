// TVector2, TVector3, TLorentzVector: arithmetic by identities and known values; bytes and checksums of real ROOT.
#include "TBuffer.h"
#include "TClass.h"
#include "TLorentzVector.h"
#include "TMath.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <memory>
#include <string>

namespace {

constexpr Double_t kEps = 1e-12;

void ExpectNear(const TVector3 &a, const TVector3 &b)
{
   EXPECT_NEAR((a - b).Mag(), 0, 1e-9) << a.X() << ' ' << a.Y() << ' ' << a.Z();
}

TEST(TVector2, AnglesAndProducts)
{
   const TVector2 v(3, 4);
   EXPECT_DOUBLE_EQ(v.Mod(), 5);
   EXPECT_NEAR(v.Rotate(TMath::Pi() / 2).X(), -4, kEps);
   EXPECT_DOUBLE_EQ(v * TVector2(1, 2), 11);
   EXPECT_DOUBLE_EQ(v ^ TVector2(1, 2), 2);
   EXPECT_DOUBLE_EQ(TVector2(0, -1).Phi(), 1.5 * TMath::Pi());
   EXPECT_NEAR(TVector2::Phi_mpi_pi(7 * TMath::Pi() / 2), -TMath::Pi() / 2, kEps);
   EXPECT_NEAR(TVector2::Phi_mpi_pi(TMath::Pi()), -TMath::Pi(), kEps);
   EXPECT_NEAR(TVector2::Phi_0_2pi(-0.25), 2 * TMath::Pi() - 0.25, kEps);
   EXPECT_LT(TVector2::Phi_0_2pi(-1e-300), 2 * TMath::Pi());
   EXPECT_TRUE(std::isnan(TVector2::Phi_mpi_pi(NAN)));
   EXPECT_EQ(v.Proj(TVector2(0, 2)), TVector2(0, 4));
   EXPECT_EQ(v.Norm(TVector2(0, 2)), TVector2(3, 0));
}

TEST(TVector3, PolarCoordinatesBothWays)
{
   TVector3 v;
   v.SetPtEtaPhi(10, -1.5, 2);
   EXPECT_NEAR(v.Pt(), 10, kEps);
   EXPECT_NEAR(v.Eta(), -1.5, kEps);
   EXPECT_NEAR(v.Phi(), 2, kEps);
   EXPECT_NEAR(std::tan(v.Theta() / 2), std::exp(1.5), 1e-9);
   v.SetMagThetaPhi(5, 1, -2);
   EXPECT_NEAR(v.Mag(), 5, kEps);
   EXPECT_NEAR(v.CosTheta(), std::cos(1), kEps);
   v.SetPtThetaPhi(2, 1, 0);
   EXPECT_NEAR(v.Theta(), 1, kEps);
   EXPECT_EQ(TVector3(0, 0, -2).Eta(), -10e10);
   EXPECT_EQ(TVector3().Eta(), 0);
   EXPECT_NEAR(TVector3(1, 0, 0).DeltaR(TVector3(0, 1, 0)), TMath::Pi() / 2, kEps);
}

TEST(TVector3, ProductsAndRotations)
{
   const TVector3 x(1, 0, 0), y(0, 1, 0), z(0, 0, 1), v(1, 2, 3);
   EXPECT_EQ(x.Cross(y), z);
   EXPECT_DOUBLE_EQ(v * TVector3(4, -5, 6), 12);
   EXPECT_NEAR(v.Orthogonal().Dot(v), 0, kEps);
   EXPECT_NEAR(v.Unit().Mag(), 1, kEps);
   EXPECT_NEAR(x.Angle(v), std::acos(1 / std::sqrt(14.)), kEps);
   EXPECT_NEAR(v.Perp(z), v.Perp(), kEps);
   TVector3 r = y;
   r.RotateX(TMath::Pi() / 2);
   ExpectNear(r, z);
   r.RotateY(TMath::Pi() / 2);
   ExpectNear(r, x);
   r.RotateZ(TMath::Pi() / 2);
   ExpectNear(r, y);
   r.Rotate(2 * TMath::Pi() / 3, TVector3(1, 1, 1));
   ExpectNear(r, z);
   r.RotateUz(v.Unit());
   ExpectNear(r, v.Unit());
}

TEST(TLorentzVector, MassAndBoost)
{
   TLorentzVector p;
   p.SetPtEtaPhiM(20, 1.2, -0.7, 0.105);
   EXPECT_NEAR(p.M(), 0.105, 1e-9);
   EXPECT_NEAR(p.Eta(), 1.2, kEps);
   EXPECT_NEAR(p.Mt2(), p.M2() + p.Perp2(), 1e-9);
   EXPECT_NEAR(p.Et(), p.E() * std::sin(p.Theta()), 1e-9);
   TLorentzVector atRest = p;
   atRest.Boost(-p.BoostVector());
   EXPECT_NEAR(atRest.P(), 0, 1e-9);
   EXPECT_NEAR(atRest.E(), 0.105, 1e-9);
   TLorentzVector moved(1, 2, 3, 10);
   const Double_t mass = moved.M(), rapidity = moved.Rapidity();
   moved.Boost(0, 0, std::tanh(0.5));
   EXPECT_NEAR(moved.M(), mass, 1e-9);
   EXPECT_NEAR(moved.Rapidity(), rapidity + 0.5, 1e-9);
   EXPECT_DOUBLE_EQ(TLorentzVector(1, 0, 0, 0).M(), -1);
   EXPECT_DOUBLE_EQ(TLorentzVector(3, 0, 0, 5).Gamma(), 1.25);
   EXPECT_EQ(p + p - p, p);
   EXPECT_NEAR(p * p, p.M2(), 1e-9);
}

TEST(Vectors, HaveTheChecksumsAndBytesOfRoot)
{
   EXPECT_EQ(TVector2::Class()->GetCheckSum(), 9025524u);
   EXPECT_EQ(TVector3::Class()->GetCheckSum(), 2880880158u);
   EXPECT_EQ(TLorentzVector::Class()->GetCheckSum(), 3823026593u);
   // What ROOT 6.24 wrote for TLorentzVector(10, 20, 30, 40) on the heap.
   const unsigned char bytes[] = {
      0x40, 0,    0, 0x3c, 0, 4, 0, 1, 0,    0,    0, 0, 3, 0, 0, 0,  // TObject
      0x40, 0,    0, 0x24, 0, 3, 0, 1, 0,    0,    0, 0, 3, 0, 0, 0,  // TVector3, its TObject
      0x40, 0x24, 0, 0,    0, 0, 0, 0, 0x40, 0x34, 0, 0, 0, 0, 0, 0,  // 10, 20
      0x40, 0x3e, 0, 0,    0, 0, 0, 0, 0x40, 0x44, 0, 0, 0, 0, 0, 0}; // 30, 40
   const auto written = std::make_unique<TLorentzVector>(10, 20, 30, 40);
   TBuffer out(TBuffer::kWrite);
   written->Streamer(out);
   EXPECT_EQ(std::string(out.Buffer(), static_cast<std::size_t>(out.Length())),
             std::string(std::begin(bytes), std::end(bytes)));
   TLorentzVector read;
   TBuffer in(bytes, sizeof bytes);
   read.Streamer(in);
   EXPECT_EQ(read, TLorentzVector(10, 20, 30, 40));
}

} // namespace
